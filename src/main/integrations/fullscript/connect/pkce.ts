/** The secrets of one attempt: `state` and the PKCE pair (RFC 7636). */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

const secret = () => randomBytes(32).toString('base64url')

/** 256 bits from the system's generator, 43 characters (R-6749-04). */
export const newState = secret

/** 256 bits from the system's generator, 43 unreserved characters (R-7636-01). */
export const newCodeVerifier = secret

/** BASE64URL(SHA256(verifier)) without padding; the only method that is ever offered (R-7636-02, R-7636-03). */
export const codeChallenge = (verifier: string) =>
  createHash('sha256').update(verifier, 'ascii').digest('base64url')

/** Compares without telling by its duration how much is right; the length of our own state is no secret. */
export function sameSecret(given: string, expected: string): boolean {
  const left = Buffer.from(given, 'utf8')
  const right = Buffer.from(expected, 'utf8')
  return left.length === right.length && timingSafeEqual(left, right)
}
