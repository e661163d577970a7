/** Identifiers and secrets in the shapes Fullscript's own have. */
import { createHash, randomBytes, randomUUID } from 'node:crypto'

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

export const newId = (): string => randomUUID()

/** 43 url-safe characters, as Doorkeeper makes its tokens and codes. */
export const newToken = (): string => randomBytes(32).toString('base64url')

/** 48 letters and digits: a session grant's secret. */
export function newGrantSecret(): string {
  let secret = ''
  while (secret.length < 48) {
    for (const byte of randomBytes(64)) {
      // 248 = 4 * 62: the bytes above it would favour the first letters.
      if (byte < 248 && secret.length < 48) secret += ALPHANUMERIC.charAt(byte % 62)
    }
  }
  return secret
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

/** The same UUID for the same name on every start, so that links to seeded records outlive the process. */
export function stableId(name: string): string {
  const hex = sha256(`sandbox:${name}`)
  const variant = ((parseInt(hex[16] ?? '0', 16) & 3) | 8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** The same 43 url-safe characters for the same name on every start: seeded application credentials. */
export const stableToken = (name: string): string =>
  createHash('sha256').update(`sandbox-token:${name}`).digest('base64url')
