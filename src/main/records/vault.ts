/**
 * Opens the vault or says why not: the state machine of models.md 3.6. Two rules stand above every step: a keychain
 * that does not answer is not a lost key, and there is never a new key where a vault or its marker exists.
 */
import { randomUUID } from 'node:crypto'
import type { StorageState } from '../../shared/contract/app'
import { failed, ok, type Failure, type Result } from '../../shared/failures'
import type { Clock } from '../platform/clock/clock'
import { answerInTime } from '../platform/keychain/answer-in-time'
import { NOT_UNDERSTOOD, type Keychain } from '../platform/keychain/keychain'
import { silentLogger, type Logger } from '../platform/logging/logger'
import { CURRENT_KDF, type Kdf } from '../platform/crypto/derive-key'
import type { Database } from './database'
import { isNotADatabase, storageFailure } from './database-errors'
import type { RecordsEngine } from './engine/engine'
import { changeKey, prepareKeyChange, settleKeyChange, type KeyChange } from './key-change'
import { createVaultDatabase, openVaultDatabase, type VaultProgram } from './vault-database'
import {
  fileSize,
  makeFolder,
  PAGE_BYTES,
  removeUnfinished,
  vaultFiles,
  type VaultFiles,
} from './vault-files'
import {
  accountIn,
  folderName,
  giveKeyBack,
  keychainKey,
  newKeychainKey,
  unwrapKey,
  wrapNewKey,
} from './vault-key'
import { repairMarker } from './repair-marker'
import { copyRecords } from './copy-records'
import {
  recoverKey,
  sealForRecovery,
  withoutRecovery,
  withRecovery,
  type RecoverySeal,
} from './vault-recovery'
import {
  keyCheckOf,
  matchesKeyCheck,
  newMarker,
  readMarker,
  writeMarker,
  type Marker,
  type MarkerReading,
} from './vault-marker'
import { VaultTurns } from './vault-turns'

export type VaultOptions = {
  /** Folder of the vault's files; made when it is absent. */
  folder: string
  keychain: Keychain
  clock: Clock
  appVersion: string
  logger?: Logger
  engine: RecordsEngine
  /** Cost of a new passphrase vault. */
  kdf?: Kdf
  keychainTimeoutMs?: number
  /** Writes what new records have from the first moment; without its success there are none. */
  begin?: (made: NewRecords) => Promise<Result<null>>
}

/** Records whose file has no name yet. `companion` and `folderName` as in `Vault.identity`. */
export type NewRecords = {
  database: Database
  vaultId: string
  companion: Buffer | null
  folderName: string
  anchorFile: string
}

/** What a recovery code is an answer to: the records are whole, and only their key is out of reach. */
const RECOVERABLE: ReadonlySet<string> = new Set([
  'vault-key-missing',
  'vault-key-wrong',
  'keychain-absent',
  'keychain-timeout',
])

/** Does what was prepared; `record` as in `prepareKeyChange`. */
export type PreparedKeyChange = (record: (database: Database) => Promise<void>) => Promise<Result<null>>

type Found = { size: number | null; marker: MarkerReading }

/** What a person opened closed records with; null for the keychain's key and for records that are new. */
export type OpenedWith = 'passphrase' | 'recovery-code' | null

type Identity = { vaultId: string; companion: Buffer | null; openedWith: OpenedWith }
type FolderFacts = { folderName: string; anchorFile: string }

export class Vault {
  readonly #files: VaultFiles
  readonly #keychain: Keychain
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #program: VaultProgram
  readonly #kdf: Kdf
  readonly #begin: NonNullable<VaultOptions['begin']>
  readonly #turns = new VaultTurns()
  #database: Database | null = null
  #identity: Identity | null = null
  #folderName = ''
  /** While the database is open; SQLite has it too. */
  #key: Buffer | null = null
  /** Of the key that opened the file. */
  #keyCheck = ''
  /** The marker holds the key under at least one recovery code. */
  #recoverable = false

  constructor(options: VaultOptions) {
    this.#files = vaultFiles(options.folder)
    this.#clock = options.clock
    this.#logger = options.logger ?? silentLogger
    this.#keychain = answerInTime(options.keychain, options.clock, options.keychainTimeoutMs)
    this.#program = { appVersion: options.appVersion, engine: options.engine }
    this.#kdf = options.kdf ?? CURRENT_KDF
    this.#begin = options.begin ?? (() => Promise.resolve(ok(null)))
  }

  get state(): StorageState {
    return this.#turns.state
  }

  /** Called with every new state; returns the function that ends it. */
  onChange(listener: (state: StorageState) => void): () => void {
    return this.#turns.onChange(listener)
  }

  /** The open database. Throws when the state is not `open`, which callers have to look at first. */
  database(): Database {
    if (!this.#database) throw new Error('The vault is not open')
    return this.#database
  }

  /**
   * Which records are open. `companion`: 32 bytes that come of the passphrase and not of the database key; null where the
   * key is in the keychain. `folderName`: what the folder is called in the keychain. Throws as `database` does.
   */
  identity(): Identity & FolderFacts {
    if (!this.#identity) throw new Error('The vault is not open')
    return { ...this.#identity, folderName: this.#folderName, anchorFile: this.#files.auditAnchor }
  }

  open(): Promise<StorageState> {
    return this.#inTurn(() => this.#open())
  }

  /** The same as `open`: nothing that went wrong is remembered. */
  retry(): Promise<StorageState> {
    return this.open()
  }

  openWithPassphrase(passphrase: string): Promise<StorageState> {
    return this.#inTurn(async () => {
      const found = await this.#look()
      if (
        found.size === null ||
        found.marker.kind !== 'read' ||
        found.marker.marker.key.kind !== 'passphrase'
      ) {
        return this.#open()
      }
      return this.#openByPassphrase(found, passphrase, 'passphrase')
    })
  }

  async #openByPassphrase(found: Found, passphrase: string, openedWith: OpenedWith): Promise<StorageState> {
    if (found.marker.kind !== 'read') return this.#open()
    const settled = await settleKeyChange(this.#place(), found.marker.marker, passphrase)
    const key = settled.ok ? await unwrapKey(settled.value.marker, passphrase) : settled
    if (settled.ok && key.ok) {
      settled.value.key?.fill(0)
      const { companion } = key.value
      const marker = { ...found.marker, marker: settled.value.marker }
      return this.#openFile({ ...found, marker }, key.value.key, { companion, openedWith })
    }
    const failure = key.ok ? ({ code: 'unexpected' } as const) : key.failure
    return failure.code === 'wrong-passphrase'
      ? { state: 'passphrase-needed', first: false, failure }
      : this.#failed(failure, true)
  }

  /**
   * With an administrator's recovery code, where the keychain lost the key or belongs to another computer (F-617). A
   * keychain that has no entry gets the key back; an entry that is there is never written over.
   */
  openWithRecoveryCode(code: string): Promise<StorageState> {
    return this.#inTurn(async () => {
      const found = await this.#look()
      const offered = await this.#open()
      if (offered.state !== 'failed' || !offered.recoverable || found.marker.kind !== 'read') return offered
      const { marker } = found.marker
      const key = recoverKey(marker, code)
      if (!key) return { ...offered, failure: { code: 'wrong-recovery-code' } }
      const opened = await this.#openFile(found, Buffer.from(key), { openedWith: 'recovery-code' })
      if (opened.state === 'open' && marker.key.kind === 'keychain') {
        const given = await giveKeyBack(this.#keychain, marker.key.account, key)
        if (!given.ok)
          this.#logger.warn('The keychain did not take the key back', { code: given.failure.code })
      }
      key.fill(0)
      return opened
    })
  }

  /**
   * Lets `code` open these records as well; `slot` names whose code it is, and what it had before no longer does. False
   * where the key comes from a passphrase, which is its own way in, and until a change of key is finished.
   */
  keepRecovery(slot: string, code: string): Promise<boolean> {
    return this.#changeMarker(async (marker) => {
      // Beside an unfinished change the keychain may have the other key.
      if (marker.key.kind !== 'keychain' || marker.next) return null
      const key = await keychainKey(this.#keychain, marker.key.account)
      if (!key.ok || !key.value || !matchesKeyCheck(marker, key.value)) return null
      const changed = withRecovery(marker, slot, code, key.value)
      key.value.fill(0)
      return changed
    })
  }

  /** The code of this slot opens these records no longer. */
  forgetRecovery(slot: string): Promise<boolean> {
    return this.#changeMarker((marker) => withoutRecovery(marker, slot))
  }

  /** Only where there is no keychain and no vault; else the same as `open`. */
  createPassphraseVault(passphrase: string): Promise<StorageState> {
    return this.#inTurn(async () => {
      const offered = await this.#open()
      if (offered.state !== 'passphrase-needed' || !offered.first) return offered
      const vaultId = randomUUID()
      const wrapped = await wrapNewKey(vaultId, passphrase, this.#kdf)
      if (!wrapped.ok) return { state: 'passphrase-needed', first: true, failure: wrapped.failure }
      const { key, markerKey, companion } = wrapped.value
      return this.#create(vaultId, key, markerKey, companion)
    })
  }

  /**
   * Another key for the database; `record` writes what shall be in the records exactly when it holds. The file is closed
   * and open again when this resolves, whatever comes of it. A change that the keychain left unfinished is finished or
   * taken back first. `wrong-passphrase` where that is asked and not right, which
   * changes and closes nothing; the keychain's failures; those of storage.
   */
  async prepareKeyChange(passphrase: string | null): Promise<Result<PreparedKeyChange>> {
    let prepared: Result<PreparedKeyChange> = failed('unexpected')
    await this.#turns.quietly(async () => {
      const { marker } = await this.#look()
      if (!this.#database || marker.kind !== 'read') return
      const settled = await settleKeyChange(this.#place(), marker.marker, passphrase, (key) =>
        matchesKeyCheck({ ...marker.marker, keyCheck: this.#keyCheck }, key),
      )
      const refused = settled.ok ? settled.value.refused : settled.failure
      if (!settled.ok || refused) {
        prepared = { ok: false, failure: refused ?? { code: 'unexpected' } }
        return
      }
      settled.value.key?.fill(0)
      const change = await prepareKeyChange(this.#place(), settled.value.marker, passphrase)
      prepared = change.ok ? ok((record) => this.#changeKey(change.value, passphrase, record)) : change
    })
    return prepared
  }

  /**
   * The open records as they are now, written to `file` under the key `next` alone, while work goes on. Throws as storage
   * does, and as `database`.
   */
  async copyTo(file: string, next: Buffer): Promise<void> {
    await this.#turns.quietly(async () => {
      const key = this.#key
      if (!key) throw new Error('The vault is not open')
      await copyRecords(this.database(), { file, key, next, engine: this.#program.engine })
    })
  }

  /** Lets the recovery codes of these records open `content` as well; null while there are none. Throws as `database`. */
  async sealForRecovery(content: Buffer): Promise<RecoverySeal | null> {
    const { marker } = await this.#look()
    if (!this.#key) throw new Error('The vault is not open')
    // Beside an unfinished change of key the codes are of the key before.
    if (marker.kind !== 'read' || !matchesKeyCheck(marker.marker, this.#key)) return null
    return sealForRecovery(marker.marker, this.#key, content)
  }

  #place() {
    return { files: this.#files, keychain: this.#keychain, engine: this.#program.engine }
  }

  async #changeKey(
    change: KeyChange,
    passphrase: string | null,
    record: (database: Database) => Promise<void>,
  ): Promise<Result<null>> {
    const { openedWith } = this.identity()
    await this.close()
    let outcome: Result<null> = ok(null)
    await this.#inTurn(async () => {
      try {
        await changeKey(this.#place(), change, record)
      } catch (error) {
        const failure = storageFailure(error)
        if (!failure) this.#logger.error('The key could not be changed', { error })
        outcome = { ok: false, failure: failure ?? { code: 'unexpected' } }
      } finally {
        change.key.fill(0)
        change.next.fill(0)
      }
      const found = await this.#look()
      return passphrase !== null &&
        found.marker.kind === 'read' &&
        found.marker.marker.key.kind === 'passphrase'
        ? this.#openByPassphrase(found, passphrase, openedWith)
        : this.#open()
    })
    return outcome
  }

  /** Writes the log back into the file and lets go of it. */
  close(): Promise<void> {
    return this.#turns.quietly(async () => {
      const database = this.#database
      this.#database = null
      this.#identity?.companion?.fill(0)
      this.#identity = null
      this.#key?.fill(0)
      this.#key = null
      this.#turns.reset()
      await database?.destroy()
    })
  }

  async #open(): Promise<StorageState> {
    if (this.#database) return { state: 'open' }
    const found = await this.#look()
    const { size, marker } = found
    this.#recoverable = marker.kind === 'read' && (marker.marker.recovery ?? []).length > 0
    if (marker.kind === 'newer') return this.#failed({ code: 'vault-newer' }, size !== null)
    if (size === null) {
      if (marker.kind === 'absent' || (marker.kind === 'read' && !marker.marker.ready))
        return this.#firstStart()
      return this.#failed({ code: 'vault-damaged', detail: 'the file is missing' }, false)
    }
    // SQLite would take 0 and 1 byte for a new database (F-602).
    if (size < PAGE_BYTES)
      return this.#failed({ code: 'vault-damaged', detail: 'the file is too short' }, true)
    if (marker.kind === 'read' && marker.marker.key.kind === 'passphrase') {
      return { state: 'passphrase-needed', first: false, failure: null }
    }
    return this.#openByKeychain(found)
  }

  async #look(): Promise<Found> {
    return { size: await fileSize(this.#files.database), marker: await readMarker(this.#files) }
  }

  async #openByKeychain(found: Found): Promise<StorageState> {
    if (found.marker.kind === 'read' && found.marker.marker.next) {
      const settled = await settleKeyChange(this.#place(), found.marker.marker, null)
      if (!settled.ok) return this.#failed(settled.failure, true)
      const { marker, key } = settled.value
      const now = { ...found, marker: { ...found.marker, marker } }
      return key ? this.#openFile(now, key) : this.#openByKeychain(now)
    }
    const marker = found.marker.kind === 'read' ? found.marker.marker : null
    const recorded = marker?.key.kind === 'keychain' ? marker.key : null
    const account = recorded ? ok(recorded.account) : await accountIn(this.#keychain, this.#files.folder)
    const key = account.ok ? await keychainKey(this.#keychain, account.value) : account
    if (!key.ok) return this.#failed(key.failure, true)
    if (key.value) return this.#openFile(found, key.value)
    if (found.marker.kind === 'damaged')
      return this.#failed({ code: 'vault-damaged', detail: 'the marker' }, true)
    return this.#failed(
      recorded && recorded.keychain !== this.#keychain.description
        ? { code: 'vault-key-missing', detail: `${recorded.keychain}, now ${this.#keychain.description}` }
        : { code: 'vault-key-missing' },
      true,
    )
  }

  /** False when there is no marker to change, or `change` says null. */
  async #changeMarker(change: (marker: Marker) => Promise<Marker | null> | Marker | null): Promise<boolean> {
    let done = false
    await this.#turns.quietly(async () => {
      const reading = await readMarker(this.#files)
      const changed = reading.kind === 'read' ? await change(reading.marker) : null
      if (!changed) return
      await writeMarker(this.#files, changed)
      done = true
    })
    return done
  }

  /** Wipes `key`. */
  async #openFile(
    found: Found,
    key: Buffer,
    { companion = null, openedWith = null }: Partial<Identity> = {},
  ): Promise<StorageState> {
    const marker = found.marker.kind === 'read' ? found.marker.marker : null
    try {
      if (marker && !matchesKeyCheck(marker, key)) return this.#failed({ code: 'vault-key-wrong' }, true)
      const opened = await openVaultDatabase(this.#files, key, this.#program, marker?.vaultId ?? null)
      this.#folderName = await folderName(this.#files.folder)
      this.#database = opened.database
      this.#key = Buffer.from(key)
      this.#identity = { vaultId: opened.vaultId, companion, openedWith }
      this.#keyCheck = keyCheckOf(key, opened.vaultId)
      await repairMarker(this.#files, this.#keychain, found.marker, opened, key)
      return { state: 'open' }
    } catch (error) {
      // With a marker the key is known to be right here, so NOTADB is damage; without one it is the likelier reading.
      if (!marker && isNotADatabase(error)) return this.#failed({ code: 'vault-key-wrong' }, true)
      const failure = storageFailure(error)
      if (!failure) throw error
      return this.#failed(failure, true)
    } finally {
      key.fill(0)
    }
  }

  async #firstStart(): Promise<StorageState> {
    await makeFolder(this.#files.folder)
    const found = await accountIn(this.#keychain, this.#files.folder)
    if (!found.ok) return this.#withoutKeychain(found.failure)
    const account = found.value
    const key = await newKeychainKey(this.#keychain, account)
    if (!key.ok) return this.#withoutKeychain(key.failure)
    const keychain = this.#keychain.description
    return this.#create(randomUUID(), key.value, { kind: 'keychain', account, keychain })
  }

  #withoutKeychain(failure: Failure): StorageState {
    return failure.code === 'keychain-absent' || failure.detail === NOT_UNDERSTOOD
      ? { state: 'passphrase-needed', first: true, failure }
      : this.#failed(failure, false)
  }

  /** Marker "not ready", file under another name, its name, marker "ready": a crash at any point can go on or begin again. */
  async #create(
    vaultId: string,
    key: Buffer,
    markerKey: Marker['key'],
    companion: Buffer | null = null,
  ): Promise<StorageState> {
    const createdAt = this.#clock.now()
    const fields = { vaultId, createdAt, key: markerKey, keyCheck: keyCheckOf(key, vaultId) }
    await removeUnfinished(this.#files)
    await writeMarker(this.#files, newMarker({ ...fields, ready: false }))
    const made = await createVaultDatabase(
      this.#files,
      key,
      this.#program,
      { vaultId, createdAt },
      async (database) => {
        const folder = {
          folderName: await folderName(this.#files.folder),
          anchorFile: this.#files.auditAnchor,
        }
        return this.#begin({ database, vaultId, companion, ...folder })
      },
    )
    if (!made.ok) {
      key.fill(0)
      return this.#failed(made.failure, false)
    }
    await writeMarker(this.#files, newMarker({ ...fields, ready: true }))
    return this.#openFile(await this.#look(), key, { companion })
  }

  #failed(failure: Failure, kept: boolean): StorageState {
    const recoverable = kept && this.#recoverable && RECOVERABLE.has(failure.code)
    return { state: 'failed', failure, keptFile: kept ? this.#files.database : null, recoverable }
  }

  #inTurn(work: () => Promise<StorageState>): Promise<StorageState> {
    return this.#turns.next(() => {
      if (!this.#database) this.#turns.become({ state: 'opening' })
      return work().catch((error: unknown) => {
        const failure = storageFailure(error)
        // Whatever happens the person gets an answer and Retry; the log gets what it was.
        if (!failure) this.#logger.error('The vault could not be opened', { error })
        return this.#failed(failure ?? { code: 'unexpected' }, false)
      })
    })
  }
}
