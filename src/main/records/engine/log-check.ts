/**
 * Looks for damage in the middle of SQLite's write-ahead log. SQLite takes the first frame that does not fit for the
 * end of a write that did not finish, and silently drops what follows; where commits follow that were already on disk,
 * this would lose saved records without a word (S-11).
 *
 * Format: https://www.sqlite.org/fileformat2.html#walformat. Checksums are over the encrypted bytes, so no key is needed.
 */
import { readFile } from 'node:fs/promises'
import { PAGE_BYTES, unlessMissing } from '../vault-files'

const HEADER = 32
const FRAME_HEADER = 24
const MAGIC = 0x377f0682

type Sum = readonly [number, number]
type Frame = { isCommit: boolean; salt: string; stored: Sum; fits: (before: Sum) => boolean }

/**
 * True when a commit that was certainly complete on disk (something of a later commit stands behind it) cannot be
 * reached from the log's beginning. A torn end, as a power cut leaves it, is no damage. Damage to the very last commit
 * and a log that was cut look the same as that and are not found here.
 */
export async function isLogDamaged(databaseFile: string): Promise<boolean> {
  const log = await unlessMissing(readFile(`${databaseFile}-wal`))
  if (!log || log.length < HEADER) return false
  const bigEndian = (log.readUInt32BE(0) & 1) === 1
  const headerSum = checksum(log.subarray(0, 24), [0, 0], bigEndian)
  const headerFits =
    (log.readUInt32BE(0) & ~1) === MAGIC && same(headerSum, [log.readUInt32BE(24), log.readUInt32BE(28)])
  const frames = framesOf(log, bigEndian)
  const salt = headerFits ? log.toString('latin1', 16, 24) : frames[0]?.salt

  let reached = 0
  for (let before = headerSum; headerFits && reached < frames.length; reached += 1) {
    const frame = frames[reached]
    if (!frame || frame.salt !== salt || !frame.fits(before)) break
    before = frame.stored
  }
  // A frame that fits its neighbour, of the same life of the log, behind a commit that nothing leads to.
  let commitPassed = false
  for (let index = reached; index < frames.length; index += 1) {
    const [frame, neighbour] = [frames[index], frames[index - 1]]
    if (commitPassed && frame?.salt === salt && neighbour && frame?.fits(neighbour.stored)) return true
    commitPassed ||= frame?.isCommit === true
  }
  return false
}

function framesOf(log: Buffer, bigEndian: boolean): Frame[] {
  const frames: Frame[] = []
  for (let at = HEADER; at + FRAME_HEADER + PAGE_BYTES <= log.length; at += FRAME_HEADER + PAGE_BYTES) {
    const stored: Sum = [log.readUInt32BE(at + 16), log.readUInt32BE(at + 20)]
    const page = log.subarray(at + FRAME_HEADER, at + FRAME_HEADER + PAGE_BYTES)
    const head = log.subarray(at, at + 8)
    frames.push({
      isCommit: log.readUInt32BE(at + 4) !== 0,
      salt: log.toString('latin1', at + 8, at + 16),
      stored,
      fits: (before) => same(checksum(page, checksum(head, before, bigEndian), bigEndian), stored),
    })
  }
  return frames
}

const same = (one: Sum, other: Sum) => one[0] === other[0] && one[1] === other[1]

function checksum(bytes: Buffer, [first, second]: Sum, bigEndian: boolean): Sum {
  let [one, two] = [first, second]
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    one = (one + (bigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + two) >>> 0
    two = (two + (bigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + one) >>> 0
  }
  return [one, two]
}
