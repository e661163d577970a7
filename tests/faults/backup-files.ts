/** S-50 for the file: cut anywhere, with bits that flipped, opened with the wrong words, of another version. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openKey } from '../../src/main/backup/backup-key'
import { backupFailure, fileDrive, type Drive } from '../../src/main/backup/drive'
import { headerBytes, markOurs, MAGIC } from '../../src/main/backup/format'
import { checkSealed, readHeader } from '../../src/main/backup/sealed-file'
import { newCode } from '../../src/main/platform/crypto/typed-code'
import { PASSPHRASE, type BackupBench } from '../integration/backup-bench'
import { seeded } from './seeded'

export type Report = { tried: number; bad: string[] }

/** Files that are in memory only. */
const holding = (content: Buffer): Drive => ({
  ...fileDrive,
  open: () => {
    let at = 0
    return Promise.resolve({
      read: (bytes) => {
        at += bytes
        return Promise.resolve(content.subarray(at - bytes, at))
      },
      close: () => Promise.resolve(),
    })
  },
})

/** What is inside, by somebody who has the key; or why it is no backup. */
const lookInside = async (content: Buffer, key: Buffer) =>
  checkSealed(holding(content), '', key).then(
    ({ digest }) => digest,
    (error: unknown) => backupFailure(error)?.code ?? String(error),
  )

export async function tryFiles(
  bench: BackupBench,
  report: Report,
  { cuts, flips, seed }: { cuts: number; flips: number; seed: number },
): Promise<void> {
  const random = seeded(seed)
  const { name } = await bench.make()
  const file = join(bench.folder, name)
  const content = readFileSync(file)
  const header = await readHeader(fileDrive, file)
  const key = await openKey(header, PASSPHRASE)
  if (!key) throw new Error('The backup does not open')
  const whole = await lookInside(content, key)
  const expect = (what: string, found: string, wanted: string) => {
    report.tried += 1
    if (found !== wanted) report.bad.push(`${what}: ${found}`)
  }
  expect('as it is', /^[0-9a-f]{64}$/.test(whole) ? 'whole' : whole, 'whole')
  for (let cut = 0; cut < cuts; cut += 1) {
    // The first places are those of the header, where each counts.
    const length = cut < cuts / 5 ? cut : Math.floor(random() * content.length)
    expect(`cut at ${String(length)}`, await lookInside(content.subarray(0, length), key), 'backup-damaged')
  }
  expect('longer', await lookInside(Buffer.concat([content, Buffer.alloc(1)]), key), 'backup-damaged')
  for (let flip = 0; flip < flips; flip += 1) {
    const changed = Buffer.from(content)
    const most = flip % 2 === 0 ? headerBytes(header).length : content.length
    const bit = Math.floor(random() * most * 8)
    const byte = Math.floor(bit / 8)
    changed.writeUInt8(changed.readUInt8(byte) ^ (1 << (bit % 8)), byte)
    const found = await lookInside(changed, key)
    // In the number of the format it may read as one that is to come.
    const future = found === 'backup-newer' && byte >= MAGIC.length && byte < MAGIC.length + 4
    expect(`bit ${String(bit)}`, future ? 'backup-damaged' : found, 'backup-damaged')
  }
  const end = content.subarray(headerBytes(header).length)
  const saying = async (bytes: Buffer) => {
    const other = 'Practice 2026-01-01 0000.yarrow-backup'
    writeFileSync(join(bench.folder, other), bytes)
    const proved = await bench
      .prove(other)
      .catch((error: unknown) => ({ ok: false, failure: backupFailure(error) }))
    return 'failure' in proved ? (proved.failure?.code ?? 'unknown') : 'whole'
  }
  const format = (version: number) => {
    const changed = Buffer.from(content)
    changed.writeUInt32BE(version, MAGIC.length)
    return changed
  }
  const { ours: _ours, ...rest } = header
  const later = headerBytes(markOurs(bench.keys.seriesKey, { ...rest, schema: header.schema + 1 }))
  expect('a newer format', await saying(format(2)), 'backup-newer')
  expect('a format of before the first', await saying(format(0)), 'backup-damaged')
  expect('newer tables', await saying(Buffer.concat([later, end])), 'backup-newer')
  for (const typed of [
    '',
    PASSPHRASE.slice(1),
    PASSPHRASE.toUpperCase(),
    `${PASSPHRASE} `,
    newCode(28),
    'x'.repeat(5000),
  ]) {
    const proved = await bench.prove(name, typed)
    expect('another passphrase', proved.ok ? 'whole' : proved.failure.code, 'backup-not-opened')
  }
}
