/**
 * The code that an administrator gives for a first sign-in or after a forgotten password. It opens the practice key
 * and nothing of the person's own: whoever redeems it begins with a new person's key (F-708). 80 bits under Argon2id;
 * times and purpose are part of the seal, so that no row can be lengthened.
 */
import { randomUUID } from 'node:crypto'
import { deriveKey, kdfIdentity, newSalt, type Kdf } from '../platform/crypto/derive-key'
import { newKey, seal, unseal } from '../platform/crypto/seal'
import { codeBytes, newCode } from '../platform/crypto/typed-code'

const LETTERS = 16
const LIFETIME_MS = 72 * 3_600_000

export type AccessCodeRow = {
  purpose: 'invitation' | 'reset'
  kdf: Kdf
  salt: Buffer
  wrappedPracticeKey: Buffer
  issuedAt: number
  expiresAt: number
  /** Who gave it. */
  issuedBy: string
}

const identity = (personId: string, row: Omit<AccessCodeRow, 'wrappedPracticeKey'>) => [
  'access_code',
  personId,
  row.purpose,
  String(row.issuedAt),
  String(row.expiresAt),
  row.issuedBy,
  ...kdfIdentity(row.kdf, row.salt),
]

/** Between its two times by the computer's clock; one that was set back before it was issued opens nothing. */
export const isCurrent = (row: Pick<AccessCodeRow, 'issuedAt' | 'expiresAt'>, now: number): boolean =>
  row.issuedAt <= now && now < row.expiresAt

/** `practiceKey` is not wiped. Null when the KDF is out of bounds. */
export async function makeAccessCode(
  personId: string,
  purpose: AccessCodeRow['purpose'],
  practiceKey: Buffer,
  { kdf, now, issuedBy }: { kdf: Kdf; now: number; issuedBy: string },
): Promise<{ code: string; row: AccessCodeRow } | null> {
  const code = newCode(LETTERS)
  const facts = { purpose, kdf, salt: newSalt(), issuedAt: now, expiresAt: now + LIFETIME_MS, issuedBy }
  const key = await deriveKey(codeBytes(code), facts.salt, kdf)
  if (!key) return null
  const row = { ...facts, wrappedPracticeKey: seal(key, identity(personId, facts), practiceKey) }
  key.fill(0)
  return { code, row }
}

/** The practice key, or null. The caller wipes it. */
export async function openAccessCode(
  personId: string,
  code: string,
  row: AccessCodeRow,
): Promise<Buffer | null> {
  const key = await deriveKey(codeBytes(code), row.salt, row.kdf)
  if (!key) return null
  const practiceKey = unseal(key, identity(personId, row), row.wrappedPracticeKey)
  key.fill(0)
  return practiceKey
}

/** What a name without a code is tried against: the same work, and never the right answer (F-703). */
export const nobodysAccessCode = (kdf: Kdf): { personId: string; row: AccessCodeRow } => ({
  personId: randomUUID(),
  row: {
    purpose: 'invitation',
    kdf,
    salt: newSalt(),
    wrappedPracticeKey: seal(newKey(), [], newKey()),
    issuedAt: 0,
    expiresAt: 1,
    issuedBy: '',
  },
})
