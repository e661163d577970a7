/**
 * Another key for the database, for the day when somebody who could open it leaves. The change is made on a copy beside
 * the file, proved there, and takes the file's place in one rename. Until that is done the marker names both keys, and
 * the keychain has both: whatever ends the program meanwhile, the next start finds which of the two opens the file, and
 * finishes or takes back.
 */
import { copyFile, rm } from 'node:fs/promises'
import { failed, ok, type Failure, type Result } from '../../shared/failures'
import type { Keychain } from '../platform/keychain/keychain'
import { newKey } from '../platform/crypto/seal'
import type { Database } from './database'
import { DatabaseDamaged, storageFailure } from './database-errors'
import { NEWEST_VERSION } from './migrations/index'
import type { RecordsEngine } from './engine/engine'
import { isSound } from './table-facts'
import { fileSize, moveInPlace, syncFile, type VaultFiles } from './vault-files'
import { keepKey, keychainKey, rewrapKey, unwrapKey } from './vault-key'
import { keyCheckOf, matchesKeyCheck, newMarker, writeMarker, type Marker } from './vault-marker'

export type KeyChange = { marker: Marker; key: Buffer; next: Buffer }

const nextAccount = (account: string) => `next ${account}`
const ENDS = ['', '-wal', '-shm', '-journal']

type Place = { files: VaultFiles; keychain: Keychain; engine: RecordsEngine }

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
  const refused = await keepKey(keychain, nextAccount(account), next)
  if (refused) return { ok: false, failure: refused }
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
  const { files, engine } = place
  // What SQLite could not write back at closing would not be in the copy.
  if (await fileSize(`${files.database}-wal`)) throw new DatabaseDamaged('the log')
  await writeMarker(files, marker)
  await removeCopy(files)
  await copyFile(files.database, files.rekeyed)
  const of = { file: files.rekeyed, newestVersion: NEWEST_VERSION }
  await engine.rekey({ ...of, key }, next)
  const copy = await engine.open({ ...of, key: next, mode: 'write' })
  try {
    await record(copy)
    if (!(await isSound(copy))) throw new DatabaseDamaged('the copy under the new key')
  } finally {
    await copy.destroy()
  }
  if (await fileSize(`${files.rekeyed}-wal`)) throw new DatabaseDamaged('the log')
  await syncFile(files.rekeyed)
  await moveInPlace(files.rekeyed, files.database)
}

/**
 * `key`: the new one, to be opened with. `refused`: why the keychain did not take it, so that the change stays in the
 * marker that is on the disk.
 */
type Settled = { marker: Marker; key: Buffer | null; refused: Failure | null }

/**
 * At every opening that finds a change in the marker, and before another is begun. Answers the marker as it stands now:
 * without the change, under the new key when the file has it. `opens`: whether a key is the file's. The keychain's failure
 * when it does not answer: then nothing is decided.
 */
export async function settleKeyChange(
  place: Place,
  marker: Marker,
  passphrase: string | null,
  opens: (key: Buffer) => Promise<boolean> | boolean = (key) => opensFile(place, key),
): Promise<Result<Settled>> {
  const { files, keychain } = place
  const { next, ...before } = marker
  if (!next) return ok({ marker, key: null, refused: null })
  const keys = await candidates(place, marker, passphrase)
  if (!keys.ok) return keys
  const { old, fresh } = keys.value
  if (!fresh || !(await opens(fresh))) {
    // Taken back only for a key that is seen to open the file: one that is missing now may come back.
    if (!old || !(await opens(old))) return ok({ marker: before, key: null, refused: null })
    await removeCopy(files)
    await writeMarker(files, before)
    if (before.key.kind === 'keychain') await keychain.delete(nextAccount(before.key.account))
    return ok({ marker: before, key: null, refused: null })
  }
  await removeCopy(files)
  const after = newMarker({ ...before, ...next, recovery: [] })
  const refused = after.key.kind === 'keychain' ? await keepKey(keychain, after.key.account, fresh) : null
  if (refused) return ok({ marker: { ...after, next }, key: fresh, refused })
  await writeMarker(files, after)
  if (after.key.kind === 'keychain') await keychain.delete(nextAccount(after.key.account))
  return ok({ marker: after, key: fresh, refused: null })
}

async function candidates(
  { keychain }: Place,
  marker: Marker,
  passphrase: string | null,
): Promise<Result<{ old: Buffer | null; fresh: Buffer | null }>> {
  if (marker.key.kind === 'keychain') {
    const { account } = marker.key
    const one = await keychainKey(keychain, account)
    if (!one.ok) return one
    const other = await keychainKey(keychain, nextAccount(account))
    if (!other.ok) return other
    // Either entry may hold either key: the new one takes the place of the old one, and a code may bring that back.
    const entries = [one.value, other.value].filter((key) => key !== null)
    const checkedBy = (keyCheck: string | undefined) =>
      entries.find((key) => keyCheck !== undefined && matchesKeyCheck({ ...marker, keyCheck }, key)) ?? null
    return ok({ old: checkedBy(marker.keyCheck), fresh: checkedBy(marker.next?.keyCheck) })
  }
  const old = await unwrapKey(marker, passphrase ?? '')
  const fresh = marker.next ? await unwrapKey({ ...marker, key: marker.next.key }, passphrase ?? '') : old
  if (!old.ok) return old
  if (!fresh.ok) return fresh
  return ok({ old: old.value.key, fresh: fresh.value.key })
}

async function opensFile({ files, engine }: Place, key: Buffer): Promise<boolean> {
  const options = { file: files.database, key, newestVersion: NEWEST_VERSION }
  try {
    await engine.tryKey(options)
    return true
  } catch (error) {
    if (storageFailure(error) === null) throw error
    return false
  }
}

async function removeCopy({ rekeyed }: VaultFiles): Promise<void> {
  for (const end of ENDS) await rm(rekeyed + end, { force: true })
}
