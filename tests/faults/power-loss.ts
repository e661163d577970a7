/**
 * F-610: the power goes at every point of saving. A trace of everything that SQLite gave to the disk is played onto
 * copies: what was synced is there, what was not is there as a whole, not at all, or in any of its sectors. A process
 * that is killed shows nothing of this, because the system still writes what it was given.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { FaultFigure } from './callbacks-crashes'
import { diskBench, whyNoStrace, wholeTransactions, type DiskBench } from './disk-process'
import { seeded } from './seeded'

const TRANSACTIONS = 14
const SECTOR = 512
const CALLS = 'openat,pwrite64,write,fsync,fdatasync,ftruncate,unlink'

type Step =
  | { does: 'create'; path: string }
  | { does: 'unlink'; path: string }
  | { does: 'sync'; path: string }
  | { does: 'write'; path: string; at: number; bytes: Buffer }
  | { does: 'cut'; path: string; length: number }
  | { does: 'say'; line: string }
type Change = Extract<Step, { does: 'write' | 'cut' }>

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
    const { lines, trace } = bench.run(TRANSACTIONS, ['-y', '-xx', '-s', '70000', '-e', `trace=${CALLS}`])
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

class Disk {
  readonly #folder: string
  /** By path: what is durable, and what was given since. */
  readonly #files: Map<string, { content: Buffer; since: Change[] }>
  /** Names that came or went since the folder was synced. */
  readonly #names = new Map<string, 'create' | 'unlink'>()

  constructor(folder: string, database: string, content: Buffer) {
    this.#folder = folder
    this.#files = new Map([[database, { content, since: [] }]])
  }

  take(step: Exclude<Step, { does: 'say' }>) {
    const { path } = step
    if (step.does === 'create') {
      if (this.#files.has(path)) return
      this.#files.set(path, { content: Buffer.alloc(0), since: [] })
      this.#names.set(path, 'create')
    } else if (step.does === 'unlink') this.#names.set(path, 'unlink')
    else if (step.does === 'sync') this.#sync(path)
    else this.#files.get(path)?.since.push(step)
  }

  #sync(path: string) {
    if (path === this.#folder) {
      for (const [name, change] of this.#names) if (change === 'unlink') this.#files.delete(name)
      this.#names.clear()
    }
    const file = this.#files.get(path)
    if (file) Object.assign(file, { content: applied(file.content, file.since), since: [] })
  }

  /** Puts in place what is there when the power comes back. */
  lay(kept: 'none' | 'some' | 'all', random: () => number) {
    const happens = () => kept === 'all' || (kept === 'some' && random() < 0.5)
    for (const [path, { content, since }] of this.#files) {
      const change = this.#names.get(path)
      const isThere = change === undefined || (change === 'create') === happens()
      if (!isThere) rmSync(path, { force: true })
      else
        writeFileSync(
          path,
          applied(
            content,
            since.flatMap((one) => partOf(one, happens)),
          ),
        )
    }
  }
}

/** The sectors of a write that reached the disk. */
function partOf(change: Change, happens: () => boolean): Change[] {
  if (change.does === 'cut') return happens() ? [change] : []
  const { at, bytes } = change
  const parts: Change[] = []
  for (let from = 0; from < bytes.length;) {
    const to = Math.min(bytes.length, from + SECTOR - ((at + from) % SECTOR))
    if (happens()) parts.push({ ...change, at: at + from, bytes: bytes.subarray(from, to) })
    from = to
  }
  return parts
}

function applied(before: Buffer, changes: readonly Change[]): Buffer {
  let content = Buffer.from(before)
  for (const change of changes) {
    const end = change.does === 'cut' ? change.length : change.at + change.bytes.length
    if (change.does === 'cut' ? content.length !== end : content.length < end) {
      const grown = Buffer.alloc(end)
      content.copy(grown)
      content = grown
    }
    if (change.does === 'write') change.bytes.copy(content, change.at)
  }
  return content
}

const bytesOf = (text: string) => Buffer.from(text.replaceAll('\\x', ''), 'hex')

/** The trace's lines as steps; calls that failed changed nothing. */
function stepsOf(trace: string): Step[] {
  return trace.split('\n').flatMap((line): Step[] => {
    const [, call, args = '', answer = '-1'] = /^(\w+)\((.*)\)\s+= (-?\d+)/.exec(line) ?? []
    if (call === undefined || Number(answer) < 0) return []
    const path = bytesOf(/^\d+<([^>]*)>/.exec(args)?.[1] ?? '').toString()
    const text = bytesOf(/"([^"]*)"/.exec(args)?.[1] ?? '')
    const last = Number(/, (\d+)$/.exec(args)?.[1])
    switch (call) {
      case 'openat':
        return args.includes('O_CREAT') ? [{ does: 'create', path: text.toString() }] : []
      case 'unlink':
        return [{ does: 'unlink', path: text.toString() }]
      case 'fsync':
      case 'fdatasync':
        return [{ does: 'sync', path }]
      case 'ftruncate':
        return [{ does: 'cut', path, length: last }]
      case 'pwrite64':
        return [{ does: 'write', path, at: last, bytes: text }]
      case 'write':
        return [{ does: 'say', line: text.toString().trimEnd() }]
      default:
        return []
    }
  })
}
