/**
 * The keys of the audit record. One secret of 32 bytes, not in the database: an entry of its own in the keychain, or,
 * for a vault with a passphrase, derived with it. The chain's key and the key that signs exports come from that secret.
 */
import { createHash, createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from 'node:crypto'
import { ok, type Result } from '../../shared/failures'
import type { Keychain } from '../platform/keychain/keychain'
import { newKey } from '../platform/crypto/seal'

/** Named after the records and not after their folder: a copy of the records is the same record. */
export const keyAccount = (vaultId: string) => `audit key ${vaultId}`
export const anchorAccount = (vaultId: string) => `audit anchor ${vaultId}`

/** The keychain's secret; made when the keychain answers that there is none. Counts only once it was read back. */
export async function keychainSecret(keychain: Keychain, vaultId: string): Promise<Result<Buffer>> {
  const account = keyAccount(vaultId)
  const found = await keychain.get(account)
  if (!found.ok) return found
  const secret = parseSecret(found.value)
  if (secret) return ok(secret)
  const made = newKey()
  const written = await keychain.set(account, made.toString('hex'))
  if (!written.ok) return written
  const readBack = await keychain.get(account)
  if (!readBack.ok) return readBack
  return parseSecret(readBack.value)?.equals(made)
    ? ok(made)
    : { ok: false, failure: { code: 'keychain-absent', detail: 'forgetful' } }
}

/** What the keychain has; null when there is none, or it is out of reach. Makes none. */
export async function readSecret(keychain: Keychain, vaultId: string): Promise<Buffer | null> {
  const found = await keychain.get(keyAccount(vaultId))
  return found.ok ? parseSecret(found.value) : null
}

const parseSecret = (text: string | null): Buffer | null =>
  text !== null && /^[0-9a-f]{64}$/.test(text) ? Buffer.from(text, 'hex') : null

const derive = (secret: Buffer, what: string): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `yarrow audit ${what}`, 32))

export const chainKey = (secret: Buffer): Buffer => derive(secret, 'chain')

/** The beginning of an Ed25519 private key as PKCS #8 (RFC 8410); the 32 bytes of the seed follow. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

export type SigningKey = { privateKey: KeyObject; publicKey: Buffer; fingerprint: string }

export function signingKey(secret: Buffer): SigningKey {
  const seed = derive(secret, 'signing')
  const der = Buffer.concat([PKCS8, seed])
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  seed.fill(0)
  der.fill(0)
  // The last 32 bytes of the SPKI form are the key itself.
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32)
  return { privateKey, publicKey, fingerprint: fingerprintOf(publicKey) }
}

/** SHA-256 of the public key in groups of four, for people to compare. */
export const fingerprintOf = (publicKey: Buffer): string =>
  (createHash('sha256').update(publicKey).digest('hex').match(/.{4}/g) ?? []).join(' ')
