/**
 * The memory of another process, as a core dump would have it: every mapping that can be read, while the process stands
 * still. Read from /proc, which asks for the same permission (ptrace) as gcore and shows the same bytes.
 */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs'

const CHUNK = 16 * 1024 * 1024

export type Mapping = { from: number; to: number; kind: string }

/** `null` when the memory of process `pid` can be read here, else why not. */
export function whyUnreadable(pid: number): string | null {
  if (process.platform !== 'linux') return 'there is no /proc to read memory from'
  try {
    closeSync(openSync(`/proc/${String(pid)}/mem`, 'r'))
    return null
  } catch {
    return 'this system does not let one process read the memory of another (ptrace)'
  }
}

export function mappingsOf(pid: number): Mapping[] {
  return readFileSync(`/proc/${String(pid)}/maps`, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const match = /^([0-9a-f]+)-([0-9a-f]+) r(.)\S+ \S+ \S+ \S+\s*(.*)$/.exec(line)
      if (!match?.[1] || !match[2]) return []
      const kind = match[4] || 'anonymous'
      // Programs, libraries and the kernel's own pages, which nothing of a person was ever written to.
      if (match[3] !== 'w' && kind !== 'anonymous') return []
      return [{ from: Number.parseInt(match[1], 16), to: Number.parseInt(match[2], 16), kind }]
    })
}

/**
 * Stops the process, hands over all of its readable memory in pieces that overlap by `overlap` bytes, and lets it go on.
 * A piece is valid during the call only. Answers how many bytes were read.
 */
export function readMemory(
  pid: number,
  overlap: number,
  visit: (piece: Buffer, address: number, mapping: Mapping) => void,
): number {
  const buffer = Buffer.alloc(CHUNK + overlap)
  process.kill(pid, 'SIGSTOP')
  const descriptor = openSync(`/proc/${String(pid)}/mem`, 'r')
  let total = 0
  try {
    for (const mapping of mappingsOf(pid)) {
      for (let at = mapping.from; at < mapping.to; at += CHUNK) {
        const length = Math.min(CHUNK + overlap, mapping.to - at)
        const read = readInto(descriptor, buffer, length, at)
        total += Math.min(read, CHUNK)
        if (read > 0) visit(buffer.subarray(0, read), at, mapping)
      }
    }
  } finally {
    closeSync(descriptor)
    process.kill(pid, 'SIGCONT')
  }
  return total
}

/** A mapping may end in pages that do not exist, e.g. beyond the end of its file: what comes before them counts. */
function readInto(descriptor: number, buffer: Buffer, length: number, address: number): number {
  let read = 0
  while (read < length) {
    try {
      const got = readSync(descriptor, buffer, read, length - read, address + read)
      if (got === 0) return read
      read += got
    } catch {
      return read
    }
  }
  return read
}
