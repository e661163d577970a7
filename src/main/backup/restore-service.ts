/**
 * Restoring a backup, up to the moment when the records change places: which file, opening it, and making its records
 * ready beside those that are here. It knows nothing of who may; whoever opens a backup is the only one to go on with it.
 */
import { unguarded } from '../records/handles'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { BackupProgress } from '../../shared/contract/backups'
import type { ChosenBackup, OpenedBackup as Opened } from '../../shared/contract/restore'
import { failed, ok, type Failure, type FailureCode, type Result } from '../../shared/failures'
import { announceTrail, forgetTrail, goOnWithTrail, type Remembered } from '../audit/restored-trail'
import { isPersonOf } from '../identity/opens-for'
import type { Clock } from '../platform/clock/clock'
import type { Kdf } from '../platform/crypto/derive-key'
import type { Keychain } from '../platform/keychain/keychain'
import type { RecordsEngine } from '../records/engine/engine'
import { storageFailure } from '../records/database-errors'
import { asksPassphrase, stageRecords } from '../records/staged-records'
import {
  decideSwitch,
  removeStaged,
  switchPlaces,
  takeBack,
  type SwitchPlaces,
} from '../records/switch-records'
import { folderName } from '../records/vault-key'
import { BackupRuns, type RunWork } from './backup-runs'
import { backupFailure, Cancelled, type Drive } from './drive'
import { backupName, isBackupName } from './names'
import { openBackup, type OpenedBackup } from './open-backup'
import { onRecordsDisk } from './payload'
import { readHeader, stopIf } from './sealed-file'
import { newWorkFolder } from './work-folder'

export type RestoreDependencies = {
  engine: RecordsEngine
  keychain: Keychain
  clock: Clock
  drive: Drive
  userData: string
  appVersion: string
  /** The computer's name. */
  computer: string
  kdf: Kdf
  chooseBackup: () => Promise<string | null>
  tell: (progress: BackupProgress | null) => void
}

/** `by`: the session of whoever restores; null before anybody can sign in. */
type Chosen = { by: string | null; file: string }
type Ready = Chosen & { backup: OpenedBackup; remove: () => Promise<void> }
/** Records that are ready to take the place of those here. */
export type StagedBackup = { madeAt: number; remembered: Remembered }

export class RestoreService {
  readonly #with: RestoreDependencies
  readonly #places: SwitchPlaces
  readonly #runs: BackupRuns
  #chosen: Chosen | null = null
  #ready: Ready | null = null

  constructor(dependencies: RestoreDependencies) {
    this.#with = dependencies
    this.#places = switchPlaces(dependencies.userData)
    this.#runs = new BackupRuns(dependencies.clock, dependencies.tell)
  }

  /** Null when no file was chosen. `backup-damaged` for what is none; the drive's failures. */
  choose(by: string | null): Promise<Result<ChosenBackup | null>> {
    return this.#failing(async () => {
      const { chooseBackup, drive } = this.#with
      const file = await chooseBackup()
      if (file === null) return ok(null)
      const { madeAt } = await readHeader(drive, file)
      const { size } = await stat(file)
      await this.#forget()
      this.#chosen = { by, file }
      return ok({ name: basename(file), madeAt, size })
    })
  }

  /** Everything in it is read, counted and compared. Fails as `openBackup`; `backup-running`. */
  open(by: string | null, typed: string): Promise<Result<Opened>> {
    const chosen = this.#chosen
    if (chosen?.by !== by) return Promise.resolve(failed('not-found'))
    return this.#run(async (signal, progress) => {
      await this.#drop()
      const { engine, drive, userData } = this.#with
      const { folder, remove } = await onRecordsDisk(newWorkFolder(userData))
      try {
        const total = (await stat(chosen.file)).size
        const opened = await openBackup(
          {
            ...{ engine, drive, file: chosen.file, typed, folder, signal },
            progress: (done) => {
              progress({ stage: done < total ? 'reading' : 'counting', done, total })
            },
          },
          () => Promise.resolve(null),
        )
        if (!opened.ok) {
          await remove()
          return opened
        }
        const { opened: backup } = opened.value
        this.#ready = { ...chosen, backup, remove }
        const { practiceName, madeAt, appVersion, schema, tables } = backup.manifest
        const patients = tables.find(({ name }) => name === 'patient')?.rows ?? 0
        const asks = await asksPassphrase(this.#places)
        return ok({ practiceName, madeAt, appVersion, schema, patients, asksPassphrase: asks })
      } catch (error) {
        await remove()
        throw error
      }
    })
  }

  /**
   * Makes the records of the backup ready beside those here, with the row that says who restored which. `wrong-passphrase`;
   * the keychain's failures, those of storage.
   */
  stage(
    by: string | null,
    personId: string | null,
    passphrase: string | null,
  ): Promise<Result<StagedBackup>> {
    const ready = this.#ready
    if (ready?.by !== by) return Promise.resolve(failed('not-found'))
    const { manifest, databaseFile: file, databaseKey } = ready.backup
    return this.#run(async (signal, progress) => {
      const stop = () => {
        stopIf(signal)
      }
      progress({ stage: 'preparing', done: 0, total: 0 })
      const { clock, keychain, appVersion, computer, engine, kdf } = this.#with
      const { vaultId, madeAt } = manifest
      const name = basename(ready.file)
      const subject = isBackupName(name) ? name : backupName(madeAt, [])
      const key = Buffer.from(databaseKey)
      const staged = await stageRecords(
        { places: this.#places, engine, keychain, kdf, from: { file, key, vaultId }, passphrase, stop },
        async (database, { companion: derived, anchorFile, folderName }) => {
          const known = personId !== null && (await isPersonOf(unguarded(database), personId))
          return goOnWithTrail({
            ...{ database, vaultId, anchorFile, folderName, derived, keychain, clock, appVersion },
            computer,
            by: { personId: known ? personId : null, subject },
          })
        },
      )
      if (!staged.ok) return staged
      await this.#forget()
      return ok({ madeAt, remembered: staged.value })
    }, stagingFailure)
  }

  /** On closed records: from here on the staged ones are the practice's. `wasEmpty`: as in switch-records.ts. */
  decide({ madeAt, remembered }: StagedBackup, wasEmpty: boolean): Promise<Result<null>> {
    return this.#failing(async () => {
      const { keychain, clock } = this.#with
      const name = await folderName(this.#places.records)
      try {
        const announced = await announceTrail(keychain, name, remembered)
        if (!announced.ok) {
          await this.discard()
          return announced
        }
        await decideSwitch(this.#places, { now: clock.now(), madeAt, wasEmpty })
      } catch (error) {
        await takeBack(this.#places)
        if (remembered) await forgetTrail(keychain, name)
        throw error
      }
      return ok(null)
    }, stagingFailure)
  }

  /** What was made ready is not wanted after all. */
  discard(): Promise<void> {
    return removeStaged(this.#places)
  }

  /** Ends what is under way; forgets what was opened where nothing is. */
  async cancel(): Promise<void> {
    if (this.#runs.progress) await this.#runs.close()
    else await this.#forget()
  }

  async close(): Promise<void> {
    await this.#runs.close()
    await this.#forget()
  }

  async #forget(): Promise<void> {
    this.#chosen = null
    await this.#drop()
  }

  async #drop(): Promise<void> {
    const ready = this.#ready
    this.#ready = null
    ready?.backup.databaseKey.fill(0)
    await ready?.remove()
  }

  #run<T>(work: RunWork<Result<T>>, meaning = openingFailure): Promise<Result<T>> {
    const run = () => this.#runs.run('restore', work) ?? Promise.resolve(failed('backup-running'))
    return this.#failing(run, meaning)
  }

  async #failing<T>(work: () => Promise<Result<T>>, meaning = openingFailure): Promise<Result<T>> {
    try {
      return await work()
    } catch (error) {
      const failure = meaning(error)
      if (!failure) throw error
      return { ok: false, failure }
    }
  }
}

/** What a failure of the records means when the records are those of the backup; and nothing is written to its drive. */
const MEANS: Partial<Record<FailureCode, FailureCode>> = {
  'backup-drive-read-only': 'backup-drive-error',
  'vault-damaged': 'backup-differs',
  'vault-newer': 'backup-newer',
}
const meant = (failure: Failure | null) =>
  failure && { ...failure, code: MEANS[failure.code] ?? failure.code }

const openingFailure = (error: unknown) => meant(backupFailure(error))
/** The backup's drive has no part in it any more. */
const stagingFailure = (error: unknown) =>
  error instanceof Cancelled ? backupFailure(error) : meant(storageFailure(error))
