/**
 * F-707: the power goes at every step of draft saves. A trace of what SQLite gave to the disk is played back
 * (disk-replay.ts): the next start must find the draft before or the new one, never none, and never one older than what
 * was said to be saved.
 */
import { spawnSync } from 'node:child_process'
import { closeSync, openSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildChild } from './build-child'
import type { FaultFigure } from './callbacks-crashes'
import { whyNoStrace } from './disk-process'
import { Disk, DISK_CALLS, stepsOf, type Step } from './disk-replay'
import { draftText } from './drafts-order'
import { makeDraftRecords, reopenedDraft, type DraftRecords } from './drafts-records'
import { seeded } from './seeded'

const LONGEST_WRITE = '70000'

export type PowerLossRun = {
  /** Letters of each draft that is saved. */
  sizes: number[]
  /** Tries only every so many steps; 1, all of them, when left out. */
  every?: number
  /** False plays a disk that only says that it has synced: proof that the run finds what is lost. */
  honestDisk?: boolean
  seed: number
}

export type PowerLossReport = {
  steps: Step[]
  /** Times that the power was cut and the records were opened. */
  tried: number
  /** What was wrong, in words. */
  wrong: string[]
}

/** The saves as the kernel saw them, from the opening of the records on. */
function traceSaves(program: string, { folder, records }: DraftRecords, sizes: number[]): Step[] {
  const [said, trace] = [join(folder, 'said'), join(folder, 'trace')]
  const out = openSync(said, 'w')
  const { file } = records
  const paths = [file, `${file}-wal`, said, folder].flatMap((path) => ['-P', path])
  // The records have a thread of their own: -f.
  const options = [
    '-f',
    '--seccomp-bpf',
    '-y',
    '-xx',
    '-s',
    LONGEST_WRITE,
    '-e',
    `trace=${DISK_CALLS}`,
    '-o',
    trace,
  ]
  spawnSync('strace', [...options, ...paths, process.execPath, program], {
    input: `${JSON.stringify({ ...records, role: 'save', sizes })}\n`,
    stdio: ['pipe', out, 'inherit'],
  })
  closeSync(out)
  const lines = readFileSync(said, 'utf8')
  if (!lines.endsWith(`saved ${String(sizes.length)}\n`)) throw new Error(`The saves ended with ${lines}`)
  return stepsOf(readFileSync(trace, 'utf8'))
}

export async function cutPower({
  sizes,
  every = 1,
  honestDisk = true,
  seed,
}: PowerLossRun): Promise<PowerLossReport> {
  const random = seeded(seed)
  const program = await buildChild('drafts-child')
  const made = await makeDraftRecords()
  const { folder, records } = made
  try {
    const disk = new Disk(folder, records.file, readFileSync(records.file))
    const steps = traceSaves(program, made, sizes)
    const drafts = [draftText(0, 1), ...sizes.map((size, index) => draftText(index + 1, size))]
    const wrong: string[] = []
    let [saved, tried] = [0, 0]
    for (const [number, step] of steps.entries()) {
      if (step.does === 'say') saved = Number(/^saved (\d+)$/.exec(step.line)?.[1] ?? saved)
      else if (step.does !== 'sync' || honestDisk) disk.take(step)
      if (number % every !== 0) continue
      for (const kept of ['none', 'some', 'all'] as const) {
        // What the look before may have left.
        rmSync(`${records.file}-wal`, { force: true })
        disk.lay(kept, random)
        tried += 1
        const text = await reopenedDraft(records)
        // At most the save that was under way: the draft before or the new one.
        if (text === null || ![drafts[saved], drafts[saved + 1]].includes(text)) {
          wrong.push(`step ${String(number)}, ${kept}: ${text === null ? 'no draft' : 'another draft'}`)
        }
      }
    }
    return { steps, tried, wrong }
  } finally {
    made.remove()
  }
}

/** `tried`: cuts of the power; `bad`: those after which there was another draft than may be there. */
export async function runDraftPowerLoss(run: PowerLossRun): Promise<FaultFigure & { skipped?: string }> {
  const empty = { id: 'F-707', tried: 0, bad: 0, seed: run.seed }
  const skipped = whyNoStrace()
  const what = `power lost during ${String(run.sizes.length)} draft saves`
  if (skipped !== null) return { ...empty, figure: what, skipped }
  const { steps, tried, wrong } = await cutPower(run)
  for (const line of wrong.slice(0, 20)) console.log(line)
  const count = (kind: Step['does']) => String(steps.filter(({ does }) => does === kind).length)
  const figure = `${what}, ${count('write')} writes and ${count('sync')} syncs: neither the draft before nor the new one`
  return { ...empty, figure, tried, bad: wrong.length }
}
