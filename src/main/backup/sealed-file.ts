/** Writing a backup's sealed content into a file, and reading it again, a chunk at a time. */
import { createHash } from 'node:crypto'
import { Cancelled, type Drive, type Reading } from './drive'
import {
  BackupDamaged,
  Chunks,
  headerBytes,
  headerLength,
  parseHeader,
  PREFACE_BYTES,
  sealedBytes,
  type Header,
} from './format'

/** `bytes` and `digest` (SHA-256, hexadecimal): of what is inside. `size`: of the file. */
export type Content = { bytes: number; digest: string; size: number }

type Told = { progress?: ((bytes: number) => void) | undefined; signal?: AbortSignal | undefined }

/** On the drive when it resolves. Throws the drive's errors, the source's, and `Cancelled`. */
export async function writeSealed(
  drive: Drive,
  { file, header, key }: { file: string; header: Header; key: Buffer },
  source: AsyncIterable<Buffer>,
  { progress, signal }: Told = {},
): Promise<Content> {
  const chunks = new Chunks(key, header)
  const digest = createHash('sha256')
  const begin = headerBytes(header)
  const writing = await drive.create(file)
  let [bytes, size, number] = [0, begin.length, 0]
  let waiting = Buffer.alloc(0)
  const put = async (content: Buffer, last: boolean) => {
    stopIf(signal)
    const sealed = chunks.seal(number, last, content)
    number += 1
    size += sealed.length
    await writing.write(sealed)
    progress?.(bytes)
  }
  try {
    await writing.write(begin)
    for await (const part of source) {
      digest.update(part)
      bytes += part.length
      waiting = Buffer.concat([waiting, part])
      // The last one is known only at the end, so one is always kept back.
      while (waiting.length > header.chunkBytes) {
        await put(waiting.subarray(0, header.chunkBytes), false)
        waiting = waiting.subarray(header.chunkBytes)
      }
    }
    await put(waiting, true)
    await writing.sync()
  } finally {
    await writing.close()
  }
  return { bytes, digest: digest.digest('hex'), size }
}

/** The header alone, which says nothing of what is behind it. */
export async function readHeader(drive: Drive, file: string): Promise<Header> {
  const reading = await drive.open(file)
  try {
    return (await headerOf(reading)).header
  } finally {
    await reading.close()
  }
}

async function headerOf(reading: Reading): Promise<{ header: Header; length: number }> {
  const length = headerLength(await reading.read(PREFACE_BYTES))
  const text = await reading.read(length)
  if (text.length < length) throw new BackupDamaged('the header')
  return { header: parseHeader(text), length: PREFACE_BYTES + length }
}

/**
 * What is inside, in parts of any length. Each is true when it comes, and the end is only reached when nothing is missing.
 * Throws the drive's errors, `BackupDamaged`, `BackupFromFuture` and `Cancelled`.
 */
export async function* readSealed(
  drive: Drive,
  file: string,
  key: Buffer,
  { progress, signal }: Told = {},
): AsyncGenerator<Buffer, void> {
  const reading = await drive.open(file)
  try {
    const { header, length } = await headerOf(reading)
    const chunks = new Chunks(key, header)
    let read = length
    let sealed = await reading.read(sealedBytes(header))
    for (let number = 0; ; number += 1) {
      stopIf(signal)
      const next =
        sealed.length < sealedBytes(header) ? Buffer.alloc(0) : await reading.read(sealedBytes(header))
      const last = next.length === 0
      yield chunks.open(number, last, sealed)
      read += sealed.length
      progress?.(read)
      if (last) return
      sealed = next
    }
  } finally {
    await reading.close()
  }
}

/** Reads all of it, and answers what was inside. Throws as `readSealed`. */
export async function checkSealed(
  drive: Drive,
  file: string,
  key: Buffer,
  told: Told = {},
): Promise<Content> {
  const digest = createHash('sha256')
  let [bytes, size] = [0, 0]
  const progress = (read: number) => {
    size = read
    told.progress?.(read)
  }
  for await (const part of readSealed(drive, file, key, { ...told, progress })) {
    digest.update(part)
    bytes += part.length
  }
  return { bytes, digest: digest.digest('hex'), size }
}

export function stopIf(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new Cancelled()
}
