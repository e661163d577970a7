/**
 * Plays a trace of everything that SQLite gave to the disk onto copies, as they are when the power goes at some point:
 * what was synced is there, what was not is there as a whole, not at all, or in any of its sectors.
 */
import { rmSync, writeFileSync } from 'node:fs'

const SECTOR = 512
/** For strace: what is played back. */
export const DISK_CALLS = 'openat,pwrite64,write,fsync,fdatasync,ftruncate,unlink'

/** What a trace says was done to the files, and what the process said in between. */
export type Step =
  | { does: 'create'; path: string }
  | { does: 'unlink'; path: string }
  | { does: 'sync'; path: string }
  | { does: 'write'; path: string; at: number; bytes: Buffer }
  | { does: 'cut'; path: string; length: number }
  | { does: 'say'; line: string }
type Change = Extract<Step, { does: 'write' | 'cut' }>

/** Files of a folder as a disk keeps them: what was synced for sure, the rest as it happens. */
export class Disk {
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

/**
 * The calls of a trace of all threads as a trace of one would have them: without whose they were, and those that were
 * printed in two parts, because another thread came between, in one.
 */
export function callsOf(trace: string): string[] {
  const begun = new Map<string, string>()
  return trace.split('\n').flatMap((line): string[] => {
    const [, thread = '', call = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? []
    const beginning = /^(.*) <unfinished \.\.\.>$/.exec(call)?.[1]
    if (beginning !== undefined) {
      begun.set(thread, beginning)
      return []
    }
    const end = /^<\.\.\. \w+ resumed>(.*)$/.exec(call)?.[1]
    return call === '' ? [] : [end === undefined ? call : `${begun.get(thread) ?? ''}${end}`]
  })
}

const bytesOf = (text: string) => Buffer.from(text.replaceAll('\\x', ''), 'hex')

/** The trace's lines as steps; calls that failed changed nothing. */
export function stepsOf(trace: string): Step[] {
  return callsOf(trace).flatMap((line): Step[] => {
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
