/** What is read of a server's answer: its body up to a limit, JSON without traps, how long it asks to wait. */

const DEFAULT_WAIT = 30_000
const LONGEST_WAIT = 15 * 60_000

/**
 * Milliseconds to wait (F-303), by a number of seconds or a date, never more than a quarter of an hour. `serverNow`: what
 * the server's own clock said in the same answer, epoch milliseconds.
 */
export function retryAfter(header: string | null, serverNow: number): number {
  const text = header?.trim() ?? ''
  if (/^\d{1,15}$/.test(text)) return Math.min(Number(text) * 1000, LONGEST_WAIT)
  // A date has letters; Date.parse would also take "-5" for a year.
  const at = /[a-z]{3}/i.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(at) || at <= serverNow) return DEFAULT_WAIT
  return Math.min(at - serverNow, LONGEST_WAIT)
}

/**
 * Wipes the bytes: tokens arrive in them (F-903). Null when the body is longer than `limit` bytes (F-305) or is not
 * UTF-8; the rest is then not read. Throws when it breaks off.
 */
export async function readBody(response: Response, limit: number): Promise<string | null> {
  if (!response.body) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of response.body as ReadableStream<Uint8Array>) {
      size += chunk.byteLength
      // Leaving the loop cancels the stream.
      if (size > limit) return null
      chunks.push(chunk)
    }
    const whole = Buffer.concat(chunks)
    chunks.push(whole)
    return decoded(whole)
  } finally {
    for (const chunk of chunks) chunk.fill(0)
  }
}

function decoded(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

function bare(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.assign(Object.create(null) as object, value)
}

/**
 * Objects have no prototype, so that `__proto__` and `constructor` are ordinary keys (F-305). `undefined` when the text is
 * not JSON, or nested too deeply to walk. A byte order mark is no part of the text.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, bare) as unknown
  } catch {
    return undefined
  }
}
