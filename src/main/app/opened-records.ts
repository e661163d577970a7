/**
 * One set of records, from its closed vault to the services over it: a practice's own, or the demo's. Each has its own
 * folder and its own key, and they are never open together.
 */
import { join } from 'node:path'
import type { StorageState } from '../../shared/contract/app'
import type { Proof } from '../../shared/contract/people'
import { failed, ok, type Result } from '../../shared/failures'
import { createAudit } from '../audit/audit-service'
import { UnlockAttempts } from '../audit/unlock-attempts'
import { resealPractice } from '../integrations/fullscript/seals'
import { changePracticeKey } from '../identity/practice-key'
import { seedDemoPractice } from '../practice/demo-practice'
import { withStorageFailures } from '../records/database-errors'
import type { Switched } from '../records/switch-records'
import { createUnitsOfWork } from '../records/unit-of-work'
import type { Vault } from '../records/vault'
import { createRecords, type RecordsDependencies, type Records } from './records'
import { openTrail, recordsVault, settleRestore, type RecordsProgram } from './records-vault'
import type { Platform } from './platform'
import { CURRENT_KDF, FLOOR_KDF } from '../platform/crypto/derive-key'

export type Which = 'own' | 'demo'

const FOLDER: Record<Which, string> = { own: 'records', demo: 'demo-records' }

type Outside = Pick<RecordsDependencies, 'deepLinks' | 'verifierPage'> & { platform: Platform }

export class OpenedRecords {
  readonly which: Which
  readonly vault: Vault
  readonly #outside: Outside
  readonly #unlocking: UnlockAttempts
  readonly #program: RecordsProgram
  #records: Records | null = null
  /** What kept the vault from being opened, or the services from being made over one that did open. */
  #unmade: StorageState | null = null
  #restored: Switched | null = null

  constructor(which: Which, outside: Outside) {
    const { platform } = outside
    this.which = which
    this.#outside = outside
    this.#unlocking = new UnlockAttempts(platform.logger)
    const { engine, keychain, clock, logger, computer, installation, userData, environment } = platform
    const kdf = environment.quickKeys ? FLOOR_KDF : CURRENT_KDF
    const appVersion = installation.version
    this.#program = { engine, keychain, clock, logger, computer, appVersion, kdf }
    this.vault = recordsVault(join(userData, FOLDER[which]), this.#program)
  }

  /** Null until the services are made, and again once they are put away. */
  get records(): Records | null {
    return this.#records
  }

  /** The vault may be open a moment before the services over it are. */
  get state(): StorageState {
    if (this.#unmade) return this.#unmade
    const { state } = this.vault
    return state.state === 'open' && this.#records === null ? { state: 'opening' } : state
  }

  /** These came out of a backup in this run; null once somebody has signed in to them. */
  get restored(): Switched | null {
    return this.#restored
  }

  /** Opens the vault in one of its ways, and makes the services when it is open. */
  async open(way: (vault: Vault) => Promise<StorageState>): Promise<void> {
    this.#unmade = null
    if (this.which === 'own' && this.#records === null) {
      const { userData } = this.#outside.platform
      const settled = await withStorageFailures(async () => ok(await settleRestore(userData, this.#program)))
      if (!settled.ok) {
        this.#unmade = { state: 'failed', failure: settled.failure, keptFile: null, recoverable: false }
        return
      }
      this.#restored = settled.value ?? this.#restored
    }
    const outcome = await way(this.vault)
    this.#unlocking.tried(outcome)
    if (outcome.state === 'open' && this.#records === null) await this.#make()
  }

  /**
   * Another key for the records, once whoever is signed in has proved that they are. Nothing is closed while the proof or
   * the passphrase is wrong; then everybody is signed out, `closing` is told, and the records are open again at the end.
   */
  async changeKey(proof: Proof, passphrase: string | null, closing: () => void): Promise<Result<null>> {
    const open = this.#records
    const personId = open?.people.current()?.person.id
    if (!open || !personId) return failed('signed-out')
    const proved = await open.people.prove(proof)
    if (!proved.ok) return proved
    const prepared = await this.vault.prepareKeyChange(passphrase)
    if (!prepared.ok) return prepared
    const session = open.people.current()
    if (session?.person.id !== personId) return failed('signed-out')
    // Sign-out wipes the session's own.
    const [personKey, practiceKey] = [Buffer.from(session.personKey), Buffer.from(session.practiceKey)]
    const { chain } = open.trail
    this.#records = null
    closing()
    await open.putAway()
    const entry = { personId, action: 'records.key-changed' } as const
    const changed = await prepared.value(async (database) => {
      const audit = createAudit({ ...this.#program, chain })
      const mayOpen = () => Promise.resolve(true)
      const records = createUnitsOfWork({ ...this.#program, database, audit, mayOpen })
      await records.internal(async (handle) => {
        await changePracticeKey(handle, { personId, personKey, practiceKey }, resealPractice)
        await audit.record({ ...entry, outcome: 'done' }, handle)
      })
    })
    personKey.fill(0)
    practiceKey.fill(0)
    if (this.vault.state.state === 'open') await this.#make()
    if (!changed.ok)
      await this.records?.units.note({ ...entry, subject: changed.failure.code, outcome: 'failed' })
    return changed
  }

  /**
   * Closes these records, lets `decide` put others in their place, and opens what is there then: the others, or, when it
   * fails, these. `passphrase`: opens both, where one does. `closing` is told when everybody is signed out.
   */
  async replace(
    decide: () => Promise<Result<null>>,
    passphrase: string | null,
    closing: () => void,
  ): Promise<Result<null>> {
    const open = this.#records
    this.#records = null
    closing()
    await open?.putAway()
    await this.vault.close()
    const decided = await decide()
    await this.open((vault) => (passphrase === null ? vault.open() : vault.openWithPassphrase(passphrase)))
    return decided
  }

  /** Signs out, puts everything away and closes the file. */
  async close(): Promise<void> {
    const open = this.#records
    // A call that still comes finds nobody signed in, instead of a closed file.
    this.#records = null
    await open?.putAway()
    await this.vault.close()
  }

  async #make(): Promise<void> {
    const { platform, ...dependencies } = this.#outside
    const { logger } = platform
    const database = this.vault.database()
    const opened = await withStorageFailures(async () => ok(await openTrail(this.vault, this.#program)))
    if (!opened.ok) {
      this.#unmade = { state: 'failed', failure: opened.failure, keptFile: null, recoverable: false }
      return
    }
    const trail = opened.value
    await this.#unlocking.opened(trail.records, this.vault.identity().openedWith)
    if (this.which === 'demo') {
      const seeded = await seedDemoPractice({ ...this.#program, database, chain: trail.chain })
      if (!seeded.ok) {
        logger.error('The demo practice could not be made', { code: seeded.failure.code })
        await trail.close()
        await this.vault.close()
        this.#unmade = { state: 'failed', failure: seeded.failure, keptFile: null, recoverable: false }
        return
      }
    }
    const { kdf } = this.#program
    const made = createRecords(platform, database, { ...dependencies, vault: this.vault, trail, kdf })
    await made.begin()
    made.people.onChange((session) => {
      if (session) this.#restored = null
    })
    this.#records = made
  }
}
