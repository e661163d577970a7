/** The practice's backups: where they go and what opens them, making and proving them, by hand and every night. */
import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { BackupFile, BackupProgress, BackupProved, BackupsState } from '../../shared/contract/backups'
import { failed, ok, type Failure, type Result } from '../../shared/failures'
import type { Audit } from '../audit/audit'
import type { Clock } from '../platform/clock/clock'
import type { Logger } from '../platform/logging/logger'
import type { Kdf } from '../platform/crypto/derive-key'
import type { RecordsEngine } from '../records/engine/engine'
import { withStorageFailures } from '../records/database-errors'
import type { Records } from '../records/unit-of-work'
import { newBackupKeys } from './backup-key'
import { keysOf, lastFailure, readSettings, saveSettings, type BackupSettings } from './backup-repository'
import { BackupRuns } from './backup-runs'
import { backupFailure, type Drive } from './drive'
import { makeBackup, type Made, type Source } from './make-backup'
import { isBackupName } from './names'
import { ownBackups, thinOut } from './practice-backups'
import { proveBackup } from './prove-backup'
import { isDue, isOverdue } from './schedule'

/** After the start, so that it is in nobody's way. */
const FIRST_LOOK_MS = 60_000
const NEXT_LOOK_MS = 5 * 60_000

export type BackupsDependencies = {
  records: Records
  engine: RecordsEngine
  audit: Audit
  clock: Clock
  logger: Logger
  source: Source
  drive: Drive
  userData: string
  vaultId: string
  appVersion: string
  practiceName: () => Promise<string>
  /** Signs what the audit record has so far. */
  signAudit: () => Promise<void>
  chooseFolder: () => Promise<string | null>
  kdf: Kdf
  tell: (progress: BackupProgress | null) => void
}

/** Who is signed in. */
type Person = { id: string; key: Buffer }

export class BackupsService {
  readonly #with: BackupsDependencies
  readonly #runs: BackupRuns
  #lastTriedAt: number | null = null
  #cancelLook: (() => void) | null = null
  #closed = false

  constructor(dependencies: BackupsDependencies) {
    this.#with = dependencies
    this.#runs = new BackupRuns(dependencies.clock, dependencies.tell)
  }

  state(): Promise<Result<BackupsState>> {
    return withStorageFailures(async () => {
      const settings = await this.#with.records.read(readSettings)
      const { folder, nightly, passphraseSetAt, lastMadeAt, lastMadeName, lastMadeSize } = settings
      const { lastProvedAt, lastProvedName } = settings
      return ok({
        folder,
        nightly: nightly === 1,
        passphraseSetAt,
        lastMade:
          lastMadeAt === null
            ? null
            : { name: lastMadeName ?? '', madeAt: lastMadeAt, size: lastMadeSize ?? 0 },
        lastProved: lastProvedAt === null ? null : { name: lastProvedName ?? '', provedAt: lastProvedAt },
        lastFailed: lastFailure(settings),
        overdue: nightly === 1 && isOverdue(this.#with.clock.now(), this.#nights(settings)),
        running: this.#runs.progress,
      })
    })
  }

  async chooseFolder(personId: string): Promise<Result<BackupsState>> {
    const folder = await this.#with.chooseFolder()
    if (folder === null) return this.state()
    const { nightly } = await this.#with.records.read(readSettings)
    return this.#save(personId, 'backupFolder', {
      folder,
      nightlySince: nightly === 1 ? this.#with.clock.now() : 0,
    })
  }

  setNightly(personId: string, nightly: boolean): Promise<Result<BackupsState>> {
    const since = nightly ? this.#with.clock.now() : 0
    return this.#save(personId, 'backupNightly', { nightly: nightly ? 1 : 0, nightlySince: since })
  }

  /** `invalid-input` when it is too long. */
  async setPassphrase(personId: string, passphrase: string): Promise<Result<BackupsState>> {
    const before = await this.#with.records.read(readSettings)
    const keys = await newBackupKeys(passphrase, this.#with.kdf, before.seriesKey ?? undefined)
    if (!keys) return failed('invalid-input', { detail: 'passphrase' })
    return this.#save(personId, 'backupPassphrase', {
      recipient: keys.recipient,
      seriesKey: keys.seriesKey,
      passphrase: JSON.stringify(keys.passphrase),
      passphraseSetAt: this.#with.clock.now(),
    })
  }

  /** `personId`: null for the nightly one. The failures of drive and records; `backup-not-set-up`, `backup-running`. */
  async make(personId: string | null): Promise<Result<BackupsState>> {
    const run = this.#runs.run('make', async (signal, progress) => {
      const { records, clock, practiceName, signAudit, ...rest } = this.#with
      const { engine, source, drive, userData, vaultId, appVersion } = rest
      const settings = await records.read(readSettings)
      const { folder } = settings
      const keys = keysOf(settings)
      if (folder === null || !keys) return failed('backup-not-set-up')
      this.#lastTriedAt = clock.now()
      // What is in the backup can then be checked wherever it is opened.
      await signAudit()
      const made = await makeBackup({
        ...{ engine, source, drive, folder, userData, keys, signal, progress, now: clock.now() },
        manifest: { vaultId, practiceName: await practiceName(), appVersion },
      })
      await this.#noteMade(personId, made, folder)
      await thinOut(drive, folder, keys.seriesKey, clock.now()).catch((error: unknown) => {
        this.#with.logger.warn('Older backups could not be taken away', { code: backupFailure(error)?.code })
      })
      return ok(null)
    })
    const made = await this.#settle(personId, run)
    return made.ok ? this.state() : made
  }

  cancel(): void {
    this.#runs.cancel()
  }

  /** The drive's failures; none before there is a folder. */
  list(): Promise<Result<BackupFile[]>> {
    return this.#failing(async () => {
      const { folder, seriesKey } = await this.#with.records.read(readSettings)
      if (folder === null || !seriesKey) return ok([])
      const files = (await ownBackups(this.#with.drive, folder, seriesKey)).map(async ({ name, header }) => {
        const { size } = await stat(join(folder, name))
        return { name, madeAt: header.madeAt, size }
      })
      return ok(await Promise.all(files))
    })
  }

  /** `backup-not-opened`, `backup-differs`, and the drive's failures. */
  async prove(person: Person, name: string, typed: string): Promise<Result<BackupProved>> {
    const { engine, records, clock, audit, drive, userData } = this.#with
    const { folder } = await records.read(readSettings)
    // A name and nothing else: no way out of the folder.
    if (folder === null || !isBackupName(name) || basename(name) !== name) return failed('not-found')
    const run = this.#runs.run('prove', async (signal, progress) => {
      const file = join(folder, name)
      const proved = await proveBackup({ engine, drive, file, typed, userData, person, signal, progress })
      if (!proved.ok) return proved
      await records.internal(async (handle) => {
        await audit.record(
          { personId: person.id, action: 'backup.proved', subject: name, outcome: 'done' },
          handle,
        )
        await saveSettings(handle, { lastProvedAt: clock.now(), lastProvedName: name })
      })
      return proved
    })
    return this.#failing(() => run ?? Promise.resolve(failed('backup-running')))
  }

  /** Looks from now on whether the nightly backup is due. */
  watch(): void {
    this.#lookIn(FIRST_LOOK_MS)
  }

  /** Cancels what runs. */
  async close(): Promise<void> {
    this.#closed = true
    this.#cancelLook?.()
    await this.#runs.close()
  }

  async #noteMade(personId: string | null, made: Made, folder: string): Promise<void> {
    const { records, audit, drive } = this.#with
    try {
      await records.internal(async (handle) => {
        await audit.record({ personId, action: 'backup.made', subject: made.name, outcome: 'done' }, handle)
        await saveSettings(handle, {
          ...{ lastMadeAt: made.madeAt, lastMadeName: made.name, lastMadeSize: made.size },
          ...{ lastFailedAt: null, lastFailedCode: null },
        })
      })
    } catch (error) {
      // Without its row there is none.
      await drive.remove(join(folder, made.name))
      throw error
    }
  }

  /** What came of it; a failure is in sight until the next one is made. */
  async #settle(personId: string | null, run: Promise<Result<null>> | null): Promise<Result<null>> {
    if (!run) return failed('backup-running')
    const made = await this.#failing(() => run)
    if (!made.ok && made.failure.code !== 'backup-not-set-up') await this.#noteFailed(personId, made.failure)
    return made
  }

  async #noteFailed(personId: string | null, { code }: Failure): Promise<void> {
    const { records, audit, clock, logger } = this.#with
    const outcome = code === 'backup-cancelled' ? 'refused' : 'failed'
    await records
      .internal(async (handle) => {
        await audit.record({ personId, action: 'backup.failed', subject: code, outcome }, handle)
        if (outcome === 'failed')
          await saveSettings(handle, { lastFailedAt: clock.now(), lastFailedCode: code })
      })
      .catch((error: unknown) => {
        logger.error('A backup that failed could not be written down', { code, error })
      })
  }

  async #failing<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
    try {
      return await work()
    } catch (error) {
      const failure = backupFailure(error)
      if (!failure) throw error
      return { ok: false, failure }
    }
  }

  #save(personId: string, field: string, changed: Partial<BackupSettings>): Promise<Result<BackupsState>> {
    const { records, audit } = this.#with
    return withStorageFailures(async () => {
      await records.internal(async (handle) => {
        await saveSettings(handle, changed)
        const entry = { personId, action: 'practice.settings-saved', outcome: 'done' } as const
        await audit.record({ ...entry, subject: `changed:${field}` }, handle)
      })
      return this.state()
    })
  }

  #nights({ nightlySince: since, lastMadeAt }: BackupSettings) {
    return { since, lastMadeAt, lastTriedAt: this.#lastTriedAt }
  }

  #lookIn(milliseconds: number): void {
    if (this.#closed) return
    this.#cancelLook = this.#with.clock.after(milliseconds, () => {
      void this.#look()
        .catch((error: unknown) => {
          this.#with.logger.error('The nightly backup could not be made', { error })
        })
        .finally(() => {
          this.#lookIn(NEXT_LOOK_MS)
        })
    })
  }

  async #look(): Promise<void> {
    const settings = await this.#with.records.read(readSettings)
    if (settings.nightly === 0 || settings.folder === null || !settings.recipient) return
    if (isDue(this.#with.clock.now(), this.#nights(settings))) await this.make(null)
  }
}
