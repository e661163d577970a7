/** What is inside a backup: the manifest, and behind it the database file. */
import { createReadStream } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { BackupDamaged } from './format'
import { manifestSchema, type Manifest } from './manifest'

const LONGEST_MANIFEST = 8 * 1024 * 1024
const READ_BYTES = 1024 * 1024

export async function* writePayload(manifest: Manifest, databaseFile: string): AsyncGenerator<Buffer, void> {
  const text = Buffer.from(JSON.stringify(manifest), 'utf8')
  const length = Buffer.alloc(4)
  length.writeUInt32BE(text.length)
  yield Buffer.concat([length, text])
  for await (const part of createReadStream(databaseFile, { highWaterMark: READ_BYTES })) yield part as Buffer
}

/** The disk of the records failed, and not the drive that backups are kept on. */
export class RecordsDiskError extends Error {}

/** Work whose errors are those of the records' disk. */
export async function onRecordsDisk<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (cause) {
    throw new RecordsDiskError('The copy could not be written', { cause })
  }
}

/** Writes the database to `databaseFile`, durably. Throws what `source` throws, `RecordsDiskError`, `BackupDamaged`. */
export async function readPayload(source: AsyncIterable<Buffer>, databaseFile: string): Promise<Manifest> {
  let begin = Buffer.alloc(0)
  let manifest: Manifest | null = null
  let handle: FileHandle | null = null
  let written = 0
  try {
    for await (const part of source) {
      let rest = part
      if (!manifest) {
        begin = Buffer.concat([begin, part])
        const length = begin.length < 4 ? null : begin.readUInt32BE(0)
        if (length !== null && length > LONGEST_MANIFEST) throw new BackupDamaged('the table of contents')
        if (length === null || begin.length < 4 + length) continue
        manifest = parse(begin.subarray(4, 4 + length))
        handle = await onRecordsDisk(open(databaseFile, 'w', 0o600))
        rest = begin.subarray(4 + length)
      }
      if (handle) await onRecordsDisk(handle.writeFile(rest))
      written += rest.length
    }
    if (handle) await onRecordsDisk(handle.sync())
  } finally {
    await handle?.close()
  }
  if (manifest?.databaseBytes !== written) throw new BackupDamaged('the records in it')
  return manifest
}

function parse(text: Buffer): Manifest {
  try {
    return manifestSchema.parse(JSON.parse(text.toString('utf8')))
  } catch {
    throw new BackupDamaged('the table of contents')
  }
}
