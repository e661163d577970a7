/** Reads an answer's body up to a limit, counting what arrives after decompression (F-305). */

/** Null when the body is longer than `limit` bytes or is not UTF-8; the rest is then not read. Throws when it breaks off. */
export async function readBody(response: Response, limit: number): Promise<string | null> {
  if (!response.body) return ''
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body as ReadableStream<Uint8Array>) {
    size += chunk.byteLength
    // Leaving the loop cancels the stream.
    if (size > limit) return null
    chunks.push(chunk)
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
  } catch {
    return null
  }
}
