/**
 * A person's key under the password. There is no other trace of the password: it is right when it opens the key
 * (AES-GCM says so), and for a name that does not exist the same work is done (F-703).
 */
import { randomUUID } from 'node:crypto'
import {
  CURRENT_KDF,
  deriveKey,
  kdfIdentity,
  newSalt,
  secretBytes,
  type Kdf,
} from '../platform/crypto/derive-key'
import { newKey, seal, unseal } from '../platform/crypto/seal'

export type Credential = {
  kdf: Kdf
  salt: Buffer
  wrappedPersonKey: Buffer
  wrappedPracticeKey: Buffer
}
export type Keys = { personKey: Buffer; practiceKey: Buffer }

const identity = (
  personId: string,
  key: 'person_key' | 'practice_key',
  { kdf, salt }: Pick<Credential, 'kdf' | 'salt'>,
) => ['person_credential', personId, key, ...kdfIdentity(kdf, salt)]

/** What the practice key in a credential is sealed with, under the person's key. */
export const practiceKeyIdentity = (personId: string, credential: Pick<Credential, 'kdf' | 'salt'>) =>
  identity(personId, 'practice_key', credential)

/** Null when the password is longer than 1024 bytes. */
export async function wrapKeys(
  personId: string,
  password: string,
  { personKey, practiceKey }: Keys,
  kdf: Kdf = CURRENT_KDF,
): Promise<Credential | null> {
  const salt = newSalt()
  const secret = secretBytes(password)
  const wrapping = secret && (await deriveKey(secret, salt, kdf))
  if (!wrapping) return null
  const made = { kdf, salt }
  const credential = {
    ...made,
    wrappedPersonKey: seal(wrapping, identity(personId, 'person_key', made), personKey),
    wrappedPracticeKey: seal(personKey, identity(personId, 'practice_key', made), practiceKey),
  }
  wrapping.fill(0)
  return credential
}

/** Null when the password is wrong or the row was tampered with. The caller wipes the keys. */
export async function unwrapKeys(
  personId: string,
  password: string,
  credential: Credential,
): Promise<Keys | null> {
  const secret = secretBytes(password)
  const wrapping = secret && (await deriveKey(secret, credential.salt, credential.kdf))
  if (!wrapping) return null
  const personKey = unseal(
    wrapping,
    identity(personId, 'person_key', credential),
    credential.wrappedPersonKey,
  )
  wrapping.fill(0)
  if (!personKey) return null
  const practiceKey = unseal(
    personKey,
    identity(personId, 'practice_key', credential),
    credential.wrappedPracticeKey,
  )
  if (practiceKey) return { personKey, practiceKey }
  personKey.fill(0)
  return null
}

/** What a name that does not exist is tried against: the same work, and never the right answer. */
export function nobody(kdf: Kdf = CURRENT_KDF): { personId: string; credential: Credential } {
  const made = { kdf, salt: newSalt() }
  const sealed = seal(newKey(), [], newKey())
  return {
    personId: randomUUID(),
    credential: { ...made, wrappedPersonKey: sealed, wrappedPracticeKey: sealed },
  }
}
