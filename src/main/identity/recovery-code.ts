/**
 * A person's key under the recovery code. The code is 140 random bits: nobody can guess it however fast each try is,
 * so HKDF makes the key of it and no slow Argon2id is needed.
 */
import { hkdfSync, randomUUID } from 'node:crypto'
import { newSalt } from '../platform/crypto/derive-key'
import { newKey, seal, unseal } from '../platform/crypto/seal'
import { codeBytes, newCode } from '../platform/crypto/typed-code'

const LETTERS = 28

export type Recovery = { salt: Buffer; wrappedPersonKey: Buffer }

const identity = (personId: string, salt: Buffer) => [
  'person_recovery',
  personId,
  'person_key',
  salt.toString('base64'),
]

function wrapping(code: string, salt: Buffer): Buffer {
  const bytes = codeBytes(code)
  const key = Buffer.from(hkdfSync('sha256', bytes, salt, 'yarrow recovery code', 32))
  bytes.fill(0)
  return key
}

/** A new code, and the row that it opens. The code is kept nowhere. */
export function makeRecovery(personId: string, personKey: Buffer): { code: string; recovery: Recovery } {
  const code = newCode(LETTERS)
  const salt = newSalt()
  const key = wrapping(code, salt)
  const recovery = { salt, wrappedPersonKey: seal(key, identity(personId, salt), personKey) }
  key.fill(0)
  return { code, recovery }
}

/** The person's key, or null. The caller wipes it. */
export function openRecovery(personId: string, code: string, recovery: Recovery): Buffer | null {
  const key = wrapping(code, recovery.salt)
  const personKey = unseal(key, identity(personId, recovery.salt), recovery.wrappedPersonKey)
  key.fill(0)
  return personKey
}

/** What a name without a recovery code is tried against: the same work, and never the right answer (F-703). */
export const nobodysRecovery = (): { personId: string; recovery: Recovery } => ({
  personId: randomUUID(),
  recovery: { salt: newSalt(), wrappedPersonKey: seal(newKey(), [], newKey()) },
})
