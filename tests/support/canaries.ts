/**
 * Looks for things that must not lie about: each canary, in the encodings in which it could be written, in every file
 * of a folder and in every text handed over (S-20).
 */
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'

export type Canary = { name: string; value: string }
export type Sighting = { canary: string; encoding: string; where: string }

const encodings: Record<string, (value: string) => Buffer> = {
  plain: (value) => Buffer.from(value, 'utf8'),
  utf16: (value) => Buffer.from(value, 'utf16le'),
  // Inside a longer base64 text the alignment is unknown, so each of the three is looked for without its edges.
  base64: (value) => Buffer.from(Buffer.from(value).toString('base64').replace(/=+$/, '').slice(0, -1)),
  base64shift1: (value) =>
    Buffer.from(Buffer.from(`x${value}`).toString('base64').replace(/=+$/, '').slice(2, -1)),
  base64shift2: (value) =>
    Buffer.from(Buffer.from(`xx${value}`).toString('base64').replace(/=+$/, '').slice(3, -1)),
  hex: (value) => Buffer.from(Buffer.from(value).toString('hex')),
  url: (value) => Buffer.from(encodeURIComponent(value)),
  json: (value) => Buffer.from(JSON.stringify(value).slice(1, -1)),
  reversed: (value) => Buffer.from([...value].reverse().join('')),
}

function patterns(canaries: Canary[]) {
  return canaries.flatMap(({ name, value }) => {
    if (value.length < 5) throw new Error(`The canary ${name} is too short to mean anything`)
    const seen = new Set<string>()
    return Object.entries(encodings).flatMap(([encoding, encode]) => {
      const bytes = encode(value)
      const key = bytes.toString('latin1')
      if (seen.has(key)) return []
      seen.add(key)
      return [{ canary: name, encoding, bytes }]
    })
  })
}

/** `texts`: what the app printed and the like, by name. `looked`: how many (canary, encoding, place) were searched. */
export async function findCanaries(
  canaries: Canary[],
  folders: string[],
  texts: Record<string, string> = {},
): Promise<{ looked: number; found: Sighting[] }> {
  const search = patterns(canaries)
  const found: Sighting[] = []
  let looked = 0
  const scan = (bytes: Buffer, where: string) => {
    for (const { canary, encoding, bytes: pattern } of search) {
      looked += 1
      if (bytes.includes(pattern)) found.push({ canary, encoding, where })
    }
  }
  for (const folder of folders) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    for (const entry of entries) {
      if (!entry.isFile()) continue
      const path = join(entry.parentPath, entry.name)
      // A file may go while we look; one that went holds nothing.
      const bytes = await readFile(path).catch(() => null)
      if (bytes) scan(bytes, relative(folder, path))
      scan(Buffer.from(entry.name), `name of ${relative(folder, path)}`)
    }
  }
  for (const [name, text] of Object.entries(texts)) scan(Buffer.from(text), name)
  return { looked, found }
}
