/** Codes of an authenticator: RFC 6238 with SHA-1, six digits and 30 seconds, which every authenticator knows. */
import { createHmac, randomBytes } from 'node:crypto'

const STEP_MS = 30_000
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** 160 bits, as RFC 4226 recommends. */
export const newTotpSecret = (): Buffer => randomBytes(20)

/** The number of the 30 seconds that `at` (epoch milliseconds) is in. */
export const stepAt = (at: number): number => Math.floor(at / STEP_MS)

/** The six digits of a step. */
export function totpAt(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = (mac[19] ?? 0) & 0x0f
  return String((mac.readUInt32BE(offset) & 0x7f_ff_ff_ff) % 1_000_000).padStart(6, '0')
}

/**
 * The step whose code this is: the current one or a neighbour, for clocks that differ a little, and later than
 * `lastStep`, so that no code works twice and a clock that was set back gains nothing. Null for every other code.
 */
export function matchingStep(secret: Buffer, code: string, now: number, lastStep: number): number | null {
  const digits = code.replace(/\s/g, '')
  const current = stepAt(now)
  const steps = [current, current - 1, current + 1].filter((step) => step > lastStep && step >= 0)
  return steps.find((step) => totpAt(secret, step) === digits) ?? null
}

/** RFC 4648, without padding; what a person types when the QR code cannot be read. */
export function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => BASE32.charAt(Number.parseInt(five.padEnd(5, '0'), 2)))
    .join('')
}

/** The address in the QR code. `issuer` and `account` are shown by the authenticator. */
export function otpauthUri(secret: Buffer, issuer: string, account: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`
  const query = `secret=${base32(secret)}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=6&period=30`
  return `otpauth://totp/${label}?${query}`
}
