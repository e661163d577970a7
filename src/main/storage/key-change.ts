/**
 * Another key for the database, for the day when somebody who could open it leaves. The change is made on a copy beside
 * the file, proved there, and takes the file's place in one rename. Until that is done the marker names both keys, and
 * the keychain has both: whatever ends the program meanwhile, the next start finds which of the two opens the file, and
 * finishes or takes back.
 */
import { copyFile, rm } from 'node:fs/promises'
import { sql } from 'kysely'
import { failed, ok, type Result } from '../../shared/failures'
import type { Keychain } from '../keychain/keychain'
import { newKey } from '../sealing/seal'
import type { Database } from './database'
import { DatabaseDamaged, storageFailure } from './database-errors'
import { NEWEST_VERSION } from './migrations/index'
import { openDatabase, rekeyDatabase, tryKey } from './open-database'
import { fileSize, moveInPlace, syncFile, type VaultFiles } from './vault-files'
import { keychainKey, rewrapKey, unwrapKey } from './vault-key'
import { keyCheckOf, newMarker, writeMarker, type Marker } from './vault-marker'

export type KeyChange = { marker: Marker; key: Buffer; next: Buffer }

const nextAccount = (account: string) => `next ${account}`
const ENDS = ['', '-wal', '-shm', '-journal']

type Place = { files: VaultFiles; keychain: Keychain; nativeBinding: string | undefined }

/**
 * A new key, kept where it will be looked for, and nothing else done. `wrong-passphrase`; `vault-key-wrong`; the
 * keychain's failures, also when it does not keep what it was given.
 */
export async function prepareKeyChange(
  { keychain }: Place,
  marker: Marker,
  passphrase: string | null,
): Promise<Result<KeyChange>> {
  const next = newKey()
  if (marker.key.kind === 'passphrase') {
    const old = await unwrapKey(marker, passphrase ?? '')
    if (!old.ok) return old
    old.value.companion.fill(0)
    const wrapped = await rewrapKey(marker, passphrase ?? '', next)
    if (!wrapped.ok) return wrapped
    const named = { keyCheck: keyCheckOf(next, marker.vaultId), key: wrapped.value }
    return ok({ marker: { ...marker, next: named }, key: old.value.key, next })
  }
  const { account } = marker.key
  const old = await keychainKey(keychain, account)
  if (!old.ok) return old
  if (!old.value) return failed('vault-key-missing')
  const written = await keychain.set(nextAccount(account), next.toString('hex'))
  if (!written.ok) return written
  const readBack = await keychainKey(keychain, nextAccount(account))
  if (!readBack.ok) return readBack
  if (!readBack.value?.equals(next)) return failed('keychain-absent', { detail: 'forgetful' })
  const named = { keyCheck: keyCheckOf(next, marker.vaultId), key: marker.key }
  return ok({ marker: { ...marker, next: named }, key: old.value, next })
}

/**
 * On a file that is closed. `record` writes into the copy, so that what it says is there exactly when the new key holds.
 * Throws as storage does, before anything has changed.
 */
export async function changeKey(
  place: Place,
  { marker, key, next }: KeyChange,
  record: (database: Database) => Promise<void>,
): Promise<void> {
  const { files, nativeBinding } = place
  // What SQLite could not write back at closing would not be in the copy.
  if (await fileSize(`${files.database}-wal`)) throw new DatabaseDamaged('the log')
  await writeMarker(files, marker)
  await removeCopy(files)
  await copyFile(files.database, files.rekeyed)
  const of = { file: files.rekeyed, newestVersion: NEWEST_VERSION, nativeBinding }
  rekeyDatabase({ ...of, key }, next)
  const copy = openDatabase({ ...of, key: next, mode: 'write' })
  try {
    await record(copy)
    await expectSound(copy)
  } finally {
    await copy.destroy()
  }
  if (await fileSize(`${files.rekeyed}-wal`)) throw new DatabaseDamaged('the log')
  await syncFile(files.rekeyed)
  await moveInPlace(files.rekeyed, files.database)
}

async function expectSound(copy: Database): Promise<void> {
  const { rows } = await sql<{ quickCheck: string }>`PRAGMA quick_check`.execute(copy)
  if (rows[0]?.quickCheck !== 'ok') throw new DatabaseDamaged('the copy under the new key')
}

/**
 * At every opening that finds a change in the marker. Answers the marker as it stands now: without the change, under
 * the new key when the file has it; still with both where the keychain does not take the new one yet. The keychain's
 * failure when it does not answer: then nothing is decided.
 */
export async function settleKeyChange(
  place: Place,
  marker: Marker,
  passphrase: string | null,
): Promise<Result<{ marker: Marker; key: Buffer | null }>> {
  const { files, keychain } = place
  const { next, ...before } = marker
  if (!next) return ok({ marker, key: null })
  const keys = await candidates(place, marker, passphrase)
  if (!keys.ok) return keys
  const { old, fresh } = keys.value
  if (!fresh || !opens(place, fresh)) {
    // Taken back only for a key that is seen to open the file: one that is missing now may come back.
    if (!old || !opens(place, old)) return ok({ marker: before, key: null })
    await removeCopy(files)
    await writeMarker(files, before)
    if (before.key.kind === 'keychain') await keychain.delete(nextAccount(before.key.account))
    return ok({ marker: before, key: null })
  }
  await removeCopy(files)
  const after = newMarker({ ...before, ...next, recovery: [] })
  if (after.key.kind === 'keychain') {
    const { account } = after.key
    const written = await keychain.set(account, fresh.toString('hex'))
    const readBack = written.ok ? await keychainKey(keychain, account) : written
    const kept = readBack.ok && readBack.value?.equals(fresh)
    if (!kept) return ok({ marker: { ...after, next }, key: fresh })
    await writeMarker(files, after)
    await keychain.delete(nextAccount(account))
  } else await writeMarker(files, after)
  return ok({ marker: after, key: fresh })
}

async function candidates(
  { keychain }: Place,
  marker: Marker,
  passphrase: string | null,
): Promise<Result<{ old: Buffer | null; fresh: Buffer | null }>> {
  if (marker.key.kind === 'keychain') {
    const { account } = marker.key
    const old = await keychainKey(keychain, account)
    if (!old.ok) return old
    const fresh = await keychainKey(keychain, nextAccount(account))
    // The entry of the new key may have taken the place of the old one already.
    return fresh.ok ? ok({ old: old.value, fresh: fresh.value ?? old.value }) : fresh
  }
  const old = await unwrapKey(marker, passphrase ?? '')
  const fresh = marker.next ? await unwrapKey({ ...marker, key: marker.next.key }, passphrase ?? '') : old
  if (!old.ok) return old
  if (!fresh.ok) return fresh
  return ok({ old: old.value.key, fresh: fresh.value.key })
}

function opens({ files, nativeBinding }: Place, key: Buffer): boolean {
  const options = { file: files.database, key, newestVersion: NEWEST_VERSION, nativeBinding }
  try {
    tryKey(options)
    return true
  } catch (error) {
    if (storageFailure(error) === null) throw error
    return false
  }
}

async function removeCopy({ rekeyed }: VaultFiles): Promise<void> {
  for (const end of ENDS) await rm(rekeyed + end, { force: true })
}
