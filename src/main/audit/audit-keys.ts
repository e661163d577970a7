/**
 * The keys of the audit record. One secret of 32 bytes, not in the database: an entry of its own in the keychain, or,
 * for a vault with a passphrase, derived with it. The keys of every station that this computer is or was, which are that
 * of its rows and that which signs, come from that secret and the station's id.
 */
import { createHash, createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from 'node:crypto'
import { ok, type Result } from '../../shared/failures'
import type { Keychain } from '../platform/keychain/keychain'
import { newKey } from '../platform/crypto/seal'
import { RowMac } from './row-mac'

/** Named after the records and not after their folder: what a copy's original wrote can be checked in the copy. */
export const keyAccount = (vaultId: string) => `audit key ${vaultId}`
/** Named after both: a copy goes on by itself. */
export const anchorAccount = (vaultId: string, folderName: string) => `audit anchor ${vaultId} ${folderName}`

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

const parseSecret = (text: string | null): Buffer | null =>
  text !== null && /^[0-9a-f]{64}$/.test(text) ? Buffer.from(text, 'hex') : null

/** Derives 32 bytes and lets go of them again. */
function derived<T>(secret: Buffer, what: string, use: (bytes: Buffer) => T): T {
  const bytes = Buffer.from(hkdfSync('sha256', secret, Buffer.alloc(0), `yarrow audit ${what}`, 32))
  try {
    return use(bytes)
  } finally {
    bytes.fill(0)
  }
}

const macFor = (secret: Buffer, what: string) => derived(secret, what, (key) => new RowMac(key))

/** Of a station's rows. */
export const chainMac = (secret: Buffer, stationId: string): RowMac => macFor(secret, `chain ${stationId}`)

/** Of the anchors of this computer. */
export const anchorMac = (secret: Buffer): RowMac => macFor(secret, 'anchor')

/** What signs a station's checkpoints and its exports. */
export const stationSigningKey = (secret: Buffer, stationId: string): SigningKey =>
  derived(secret, `signing ${stationId}`, signingKey)

/** The beginning of an Ed25519 private key as PKCS #8 (RFC 8410); the 32 bytes of the seed follow. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

export type SigningKey = { privateKey: KeyObject; publicKey: Buffer; fingerprint: string }

/** `seed`: 32 bytes. */
export function signingKey(seed: Buffer): SigningKey {
  const der = Buffer.concat([PKCS8, seed])
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  der.fill(0)
  // The last 32 bytes of the SPKI form are the key itself.
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-32)
  return { privateKey, publicKey, fingerprint: fingerprintOf(publicKey) }
}

/** SHA-256 of the public key in groups of four, for people to compare. */
export const fingerprintOf = (publicKey: Buffer): string =>
  (createHash('sha256').update(publicKey).digest('hex').match(/.{4}/g) ?? []).join(' ')
