/**
 * F-610: the power goes at every point of saving. A trace of everything that SQLite gave to the disk is played onto
 * copies: what was synced is there, what was not is there as a whole, not at all, or in any of its sectors. A process
 * that is killed shows nothing of this, because the system still writes what it was given.
 */
import { readFileSync } from 'node:fs'
import type { FaultFigure } from './callbacks-crashes'
import { diskBench, whyNoStrace, wholeTransactions, type DiskBench } from './disk-process'
import { Disk, DISK_CALLS, stepsOf, type Step } from './disk-replay'
import { seeded } from './seeded'

const TRANSACTIONS = 14

export type PowerLossRun = {
  /** Every so many steps; 1 for all. */
  every: number
  seed: number
  /** False plays a disk that only says that it has synced: proof that the run finds what is lost. */
  honestDisk?: boolean
}

/** `tried`: cuts of power; `bad`: those after which a saved row was missing, half there, or the file damaged. */
export async function runPowerLoss(run: PowerLossRun): Promise<FaultFigure & { skipped?: string }> {
  const figure = 'power lost between two steps to the disk; what was confirmed as saved is there'
  const none = { id: 'F-610', figure, tried: 0, bad: 0, seed: run.seed }
  const skipped = whyNoStrace()
  if (skipped !== null) return { ...none, skipped }
  const bench = await diskBench()
  try {
    const { lines, trace } = bench.run(TRANSACTIONS, [
      '-y',
      '-xx',
      '-s',
      '70000',
      '-e',
      `trace=${DISK_CALLS}`,
    ])
    if (lines.at(-1) !== 'closed') throw new Error(`The run that is played back ended with ${lines.join()}`)
    return { ...none, ...(await playBack(bench, stepsOf(trace), run)) }
  } finally {
    bench.dispose()
  }
}

async function playBack(bench: DiskBench, steps: Step[], { every, seed, honestDisk = true }: PowerLossRun) {
  const random = seeded(seed)
  const disk = new Disk(bench.folder, bench.place, readFileSync(bench.base))
  const saved: number[] = []
  let [tried, bad] = [0, 0]
  for (const [number, step] of steps.entries()) {
    if (step.does === 'say') {
      if (step.line.startsWith('saved ')) saved.push(Number(step.line.split(' ')[1]))
    } else if (step.does !== 'sync' || honestDisk) disk.take(step)
    if (number % every !== 0) continue
    for (const kept of ['none', 'some', 'all'] as const) {
      disk.lay(kept, random)
      tried += 1
      const found = await bench.found().catch(() => null)
      const whole = found && wholeTransactions(found)
      // The transaction that was under way may be there or not.
      const fits = whole && whole.length <= saved.length + 1 && saved.every((one) => whole.includes(one))
      if (!fits) bad += 1
    }
  }
  return { tried, bad }
}
