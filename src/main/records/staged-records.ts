/**
 * Records from elsewhere, made ready in a folder of their own to take the place of these: under a key of their own that is
 * kept where it will be looked for, with the newest tables, and with a marker. Nothing of the records here is touched.
 */
import { randomBytes } from 'node:crypto'
import { rename } from 'node:fs/promises'
import { failed, ok, type Result } from '../../shared/failures'
import type { Kdf } from '../platform/crypto/derive-key'
import { newKey } from '../platform/crypto/seal'
import type { Keychain } from '../platform/keychain/keychain'
import type { Database } from './database'
import { DatabaseDamaged } from './database-errors'
import type { RecordsEngine } from './engine/engine'
import { migrate } from './migrate'
import { migrations, NEWEST_VERSION } from './migrations/index'
import { removeStaged, type SwitchPlaces } from './switch-records'
import { isSound } from './table-facts'
import { fileSize, makeFolder, moveInPlace, syncFile, vaultFiles } from './vault-files'
import { accountFor, folderName, keepKey, rewrapKey, unwrapKey, wrapNewKey } from './vault-key'
import { keyCheckOf, newMarker, readMarker, writeMarker, type Marker } from './vault-marker'

export type StageOptions = {
  places: SwitchPlaces
  engine: RecordsEngine
  keychain: Keychain
  kdf: Kdf
  /** Moved away from there. */
  from: { file: string; key: Buffer; vaultId: string }
  /** What opens the records here, where there is no keychain: it will open these too. */
  passphrase: string | null
  /** Throws when it is to end. */
  stop: () => void
}

/** `companion`: as in `Vault.identity`. `anchorFile`: to be written into the staged folder. */
export type StagedFolder = { companion: Buffer | null; folderName: string; anchorFile: string }

type Key = { key: Buffer; companion: Buffer | null; markerKey: Marker['key'] }

/** The entry with the key of the records that are here; null where a passphrase opens them. */
export async function keychainAccount({ records }: SwitchPlaces): Promise<string | null> {
  const reading = await readMarker(vaultFiles(records))
  return reading.kind === 'read' && reading.marker.key.kind === 'keychain' ? reading.marker.key.account : null
}

/** Whether a passphrase opens the records that are here, or would open them. */
export async function asksPassphrase({ records }: SwitchPlaces): Promise<boolean> {
  const reading = await readMarker(vaultFiles(records))
  return reading.kind === 'read' && reading.marker.key.kind === 'passphrase'
}

/**
 * `record` writes what belongs into them from the first moment. `wrong-passphrase`; the keychain's failures, and those of
 * `record`. Throws as storage does. When it comes to nothing the staged folder is gone.
 */
export async function stageRecords<T>(
  options: StageOptions,
  record: (database: Database, made: StagedFolder) => Promise<Result<T>>,
): Promise<Result<T>> {
  const { places, from, keychain } = options
  const made = await newKeyFor(options)
  if (!made.ok) return made
  const { key, companion, markerKey } = made.value
  const discard = async () => {
    await removeStaged(places)
    if (markerKey.kind === 'keychain') await keychain.delete(markerKey.account)
  }
  try {
    const anchorFile = vaultFiles(places.staged).auditAnchor
    const folder = { companion, anchorFile, folderName: await folderName(places.records) }
    const staged = await stage(options, made.value, (database) => record(database, folder))
    if (!staged.ok) await discard()
    return staged
  } catch (error) {
    await discard()
    throw error
  } finally {
    key.fill(0)
    companion?.fill(0)
    from.key.fill(0)
  }
}

async function stage<T>(
  { places, engine, from, stop }: StageOptions,
  { key, markerKey }: Key,
  record: (database: Database) => Promise<Result<T>>,
): Promise<Result<T>> {
  const files = vaultFiles(places.staged)
  await removeStaged(places)
  await makeFolder(files.folder)
  await rename(from.file, files.unfinished)
  const of = { file: files.unfinished, newestVersion: NEWEST_VERSION }
  stop()
  await engine.rekey({ ...of, key: from.key }, key)
  stop()
  const database = await engine.open({ ...of, key, mode: 'write' })
  let createdAt: number
  let recorded: Result<T>
  try {
    await migrate(database, migrations)
    const vault = await database.selectFrom('vault').select(['vaultId', 'createdAt']).executeTakeFirst()
    if (vault?.vaultId !== from.vaultId) throw new DatabaseDamaged('another vault')
    createdAt = vault.createdAt
    recorded = await record(database)
    if (!recorded.ok) return recorded
    if (!(await isSound(database))) throw new DatabaseDamaged('the copy under the new key')
  } finally {
    await database.destroy()
  }
  stop()
  // What SQLite could not write back at closing would not be in the file.
  if (await fileSize(`${files.unfinished}-wal`)) throw new DatabaseDamaged('the log')
  await syncFile(files.unfinished)
  await moveInPlace(files.unfinished, files.database)
  const keyCheck = keyCheckOf(key, from.vaultId)
  await writeMarker(
    files,
    newMarker({ vaultId: from.vaultId, createdAt, ready: true, key: markerKey, keyCheck }),
  )
  return recorded
}

/** Never the key, nor the entry of the keychain, of the records that are here: those stay openable. */
async function newKeyFor({ places, keychain, kdf, from, passphrase }: StageOptions): Promise<Result<Key>> {
  const { records } = places
  const reading = await readMarker(vaultFiles(records))
  if (reading.kind !== 'read' || reading.marker.key.kind !== 'passphrase') {
    const account = `${await accountFor(records)} ${randomBytes(4).toString('hex')}`
    const key = newKey()
    const failure = await keepKey(keychain, account, key)
    if (failure) return { ok: false, failure }
    const markerKey = { kind: 'keychain', account, keychain: keychain.description } as const
    return ok({ key, companion: null, markerKey })
  }
  const { marker } = reading
  const here = await unwrapKey(marker, passphrase ?? '')
  if (!here.ok) return here
  here.value.key.fill(0)
  const { companion } = here.value
  if (marker.vaultId !== from.vaultId) {
    companion.fill(0)
    const wrapped = await wrapNewKey(from.vaultId, passphrase ?? '', kdf)
    return wrapped.ok ? ok(wrapped.value) : failed('wrong-passphrase')
  }
  // The same records: with the salt that they have, their audit record goes on under the key that comes of it.
  const key = newKey()
  const markerKey = await rewrapKey(marker, passphrase ?? '', key)
  return markerKey.ok ? ok({ key, companion, markerKey: markerKey.value }) : markerKey
}
