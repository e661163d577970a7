/** Where the database key comes from: the keychain, or a passphrase where there is none. */
import { createHash, hkdfSync } from 'node:crypto'
import { realpath } from 'node:fs/promises'
import { failed, ok, type Failure, type Result } from '../../shared/failures'
import type { Keychain } from '../platform/keychain/keychain'
import { deriveKey, kdfIdentity, newSalt, secretBytes, type Kdf } from '../platform/crypto/derive-key'
import { newKey, seal, unseal } from '../platform/crypto/seal'
import type { Marker } from './vault-marker'

/** The folder's own name in the keychain, so that two profiles of one OS user never share an entry. */
export async function folderName(folder: string): Promise<string> {
  const path = await realpath(folder)
  return createHash('sha256').update(path).digest('hex').slice(0, 16)
}

/** The keychain's account of the database key. */
export const accountFor = async (folder: string): Promise<string> =>
  `database key ${await folderName(folder)}`

const currentAccount = async (folder: string) => `current ${await accountFor(folder)}`

/**
 * The account of the records that are in the folder now, for the day when their marker is lost: restored ones have a key
 * beside that of the records before them.
 */
export async function accountIn(keychain: Keychain, folder: string): Promise<Result<string>> {
  const named = await keychain.get(await currentAccount(folder))
  return named.ok ? ok(named.value ?? (await accountFor(folder))) : named
}

/** Records whose key is under `account` have taken the folder. */
export const nameAccountIn = async (
  keychain: Keychain,
  folder: string,
  account: string,
): Promise<Result<null>> => keychain.set(await currentAccount(folder), account)

/** `null`: the keychain works and has none. `vault-key-wrong`: what it has is not a key of ours. Writes nothing. */
export async function keychainKey(keychain: Keychain, account: string): Promise<Result<Buffer | null>> {
  const found = await keychain.get(account)
  if (!found.ok || found.value === null) return found.ok ? ok(null) : found
  if (!/^[0-9a-f]{64}$/.test(found.value)) return failed('vault-key-wrong', { detail: 'not a key' })
  return ok(Buffer.from(found.value, 'hex'))
}

/**
 * The key for a vault that is about to be made: the one the keychain has already, else a new one, which counts only
 * once it was read back. An entry that exists is never written over.
 */
export async function newKeychainKey(keychain: Keychain, account: string): Promise<Result<Buffer>> {
  const existing = await keychainKey(keychain, account)
  if (!existing.ok) return existing
  if (existing.value) return ok(existing.value)
  const key = newKey()
  const failure = await keepKey(keychain, account, key)
  return failure ? { ok: false, failure } : ok(key)
}

/** Counts once it was read back; null, or why it does not. */
export async function keepKey(keychain: Keychain, account: string, key: Buffer): Promise<Failure | null> {
  const written = await keychain.set(account, key.toString('hex'))
  const readBack = written.ok ? await keychainKey(keychain, account) : written
  if (!readBack.ok) return readBack.failure
  return readBack.value?.equals(key) ? null : { code: 'keychain-absent', detail: 'forgetful' }
}

/** For a keychain that lost it. An entry that is there, or may be, is never written over: then nothing is done. */
export async function giveKeyBack(keychain: Keychain, account: string, key: Buffer): Promise<Result<null>> {
  const existing = await keychainKey(keychain, account)
  if (!existing.ok || existing.value) return ok(null)
  return keychain.set(account, key.toString('hex'))
}

const identity = (vaultId: string, kdf: Kdf, salt: Buffer) => ['vault', vaultId, ...kdfIdentity(kdf, salt)]

/**
 * `key`: of the database. `companion`: 32 bytes from the same passphrase for what must not be opened by the database
 * key alone; nothing of it is stored.
 */
export type PassphraseKeys = { key: Buffer; companion: Buffer }

const companionOf = (wrapping: Buffer, vaultId: string): Buffer =>
  Buffer.from(hkdfSync('sha256', wrapping, Buffer.from(vaultId), 'yarrow companion key', 32))

/** A new database key and the marker's part that gives it back for the passphrase. */
export async function wrapNewKey(
  vaultId: string,
  passphrase: string,
  kdf: Kdf,
): Promise<Result<PassphraseKeys & { markerKey: Marker['key'] }>> {
  const secret = secretBytes(passphrase)
  const salt = newSalt()
  const wrapping = secret && (await deriveKey(secret, salt, kdf))
  if (!wrapping) return failed('invalid-input', { detail: 'passphrase' })
  const key = newKey()
  const wrapped = seal(wrapping, identity(vaultId, kdf, salt), key)
  const companion = companionOf(wrapping, vaultId)
  wrapping.fill(0)
  return ok({
    key,
    companion,
    markerKey: {
      kind: 'passphrase',
      kdf,
      salt: salt.toString('base64'),
      wrapped: wrapped.toString('base64'),
    },
  })
}

/**
 * Another database key under the same passphrase, with the salt that it has: what comes of the passphrase besides stays as
 * it is. The same failures as `unwrapKey`.
 */
export async function rewrapKey(
  marker: Marker,
  passphrase: string,
  key: Buffer,
): Promise<Result<Marker['key']>> {
  const secret = marker.key.kind === 'passphrase' ? secretBytes(passphrase) : null
  if (!secret || marker.key.kind !== 'passphrase') return failed('wrong-passphrase')
  const { kdf } = marker.key
  const salt = Buffer.from(marker.key.salt, 'base64')
  const wrapping = await deriveKey(secret, salt, kdf)
  if (!wrapping) return failed('vault-damaged', { detail: 'the marker' })
  const wrapped = seal(wrapping, identity(marker.vaultId, kdf, salt), key).toString('base64')
  wrapping.fill(0)
  return ok({ ...marker.key, wrapped })
}

/** `wrong-passphrase`, or `vault-damaged` when the parameters in the marker are out of bounds (F-624). */
export async function unwrapKey(marker: Marker, passphrase: string): Promise<Result<PassphraseKeys>> {
  if (marker.key.kind !== 'passphrase') return failed('wrong-passphrase')
  const secret = secretBytes(passphrase)
  if (!secret) return failed('wrong-passphrase')
  const { kdf } = marker.key
  const salt = Buffer.from(marker.key.salt, 'base64')
  const wrapping = await deriveKey(secret, salt, kdf)
  if (!wrapping) return failed('vault-damaged', { detail: 'the marker' })
  const key = unseal(wrapping, identity(marker.vaultId, kdf, salt), Buffer.from(marker.key.wrapped, 'base64'))
  const companion = companionOf(wrapping, marker.vaultId)
  wrapping.fill(0)
  return key?.length === 32 ? ok({ key, companion }) : failed('wrong-passphrase')
}
