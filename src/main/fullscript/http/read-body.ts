/** Reads an answer's body up to a limit (F-305) and wipes the bytes: tokens arrive in it (F-903). */

/** Null when the body is longer than `limit` bytes or is not UTF-8; the rest is then not read. Throws when it breaks off. */
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
