/** What signing in, managing accounts and protecting one's own account share. */
import { randomUUID } from 'node:crypto'
import type { Person, Proof, SessionState } from '../../shared/contract/people'
import { failed, type Result } from '../../shared/failures'
import { Listeners } from '../../shared/listeners'
import type { Audit, AuditEntry } from '../audit/audit'
import type { Clock } from '../platform/clock/clock'
import type { Logger } from '../platform/logging/logger'
import type { Kdf } from '../platform/crypto/derive-key'
import type { Writing } from '../records/handles'
import { withStorageFailures } from '../records/database-errors'
import type { Records } from '../records/unit-of-work'
import { Attempts, wrong } from './attempts'
import { nobody, unwrapKeys, type Credential, type Keys } from './password'
import { findPerson, readCredential, type PersonRow } from './people-repository'
import { readRole } from './roles-repository'
import { SecondFactor } from './second-factor'
import type { Session } from './session'
import { CurrentSession } from './current-session'

/**
 * An administrator's recovery code opens the records as well, where the keychain lost their key; `slot`: whose code.
 */
export interface RecoveryCodes {
  keepRecovery(slot: string, code: string): Promise<boolean>
  forgetRecovery(slot: string): Promise<boolean>
}

export type PeopleDependencies = {
  records: Records
  /** For rows beside that of a unit of work. */
  audit: Audit
  clock: Clock
  logger: Logger
  /** This workstation, as the audit record knows it. */
  stationId: string
  /** For the sign-in screen and the session; empty before there is a practice. */
  practiceName: () => Promise<string>
  kdf: Kdf
  recoveryCodes?: RecoveryCodes
}

/** Whose seal was destroyed, and the key that the person has from now on. */
export type SealDestroyed = (
  person: { personId: string; personKey: Buffer },
  handle: Writing,
) => Promise<void>

/** Somebody got into their account by a code; `issuedBy`: who gave it. */
export type CodeRedeemed = (
  redeemed: { personId: string; issuedBy: string },
  handle: Writing,
) => Promise<void>

export class PeopleCore {
  readonly with: PeopleDependencies
  readonly sessions: CurrentSession
  readonly attempts: Attempts
  readonly secondFactor: SecondFactor
  readonly #stranger: ReturnType<typeof nobody>
  readonly #sealDestroyed = new Set<SealDestroyed>()
  readonly #codeRedeemed = new Set<CodeRedeemed>()
  readonly #changed = new Listeners()
  /** Ends of sessions that are not written down yet. */
  #untold: AuditEntry[] = []
  /** The name for which work waits; set before anybody hears that the session ended. */
  #lockedFor: string | null = null

  constructor(dependencies: PeopleDependencies) {
    const { clock, logger, kdf } = dependencies
    this.with = dependencies
    this.sessions = new CurrentSession(clock, logger)
    this.attempts = new Attempts(dependencies)
    this.secondFactor = new SecondFactor(clock)
    this.#stranger = nobody(kdf)
  }

  /** The keys that a password opens, and what opened them; the same work for somebody who does not exist (F-703). */
  async openPassword(
    row: PersonRow | null,
    password: string,
  ): Promise<{ keys: Keys; credential: Credential; changedAt: number } | null> {
    const personId = row?.id ?? this.#stranger.personId
    const stored = await this.with.records.read((handle) => readCredential(handle, personId))
    const credential = stored ?? this.#stranger.credential
    const keys = await unwrapKeys(personId, password, credential)
    return keys && { keys, credential, changedAt: stored?.changedAt ?? 0 }
  }

  /** In turn, and only with a session; a session that has ended while this waited finds none: `signed-out`. */
  inSession<T>(work: (session: Session) => Promise<Result<T>>): Promise<Result<T>> {
    return this.attempts.inTurn(() =>
      withStorageFailures(async () => {
        const session = this.sessions.current()
        return session ? work(session) : failed('signed-out')
      }),
    )
  }

  /**
   * That whoever is at the keyboard is the person signed in: the password once more, as a try that counts, and the second
   * factor where it is due. Call inside `attempts.inTurn`. `wrong-credentials`, `second-factor-needed`,
   * `second-factor-wrong`, `too-many-tries`.
   */
  async prove({ person }: Session, { password, code }: Proof): Promise<Result<null>> {
    return this.attempts.attempt(person.username, 'person.password-confirmed', async (row) => {
      const opened = await this.openPassword(row, password)
      if (!opened || row?.id !== person.id) {
        if (opened) wipe(opened.keys)
        return wrong('wrong-credentials')
      }
      const { keys } = opened
      const factor = await this.with.records.read((handle) =>
        this.secondFactor.ask(row.id, keys.personKey, code, handle),
      )
      wipe(keys)
      if (factor.kind !== 'right') return factor
      return {
        kind: 'right',
        finish: async (handle, unit) => {
          await factor.finish(handle, unit)
          return null
        },
      }
    })
  }

  /** Ends whatever session there is and begins this one; the keys belong to it from here on. */
  async begin(row: PersonRow, keys: Keys): Promise<Person> {
    await this.end('person.sign-out')
    const person = await this.describe(row)
    await this.sessions.begin({ id: randomUUID(), person, ...keys })
    return person
  }

  /**
   * Leaving is never refused, not even by a disk that is full: what cannot be written down is tried again at the next
   * sign-in, which itself is refused until it can be.
   */
  async end(action: 'person.sign-out' | 'person.lock'): Promise<void> {
    const now = this.sessions.current()
    this.#lockedFor = action === 'person.lock' ? (now?.person.username ?? this.#lockedFor) : null
    this.secondFactor.dropOffer()
    const ended = await this.sessions.end()
    if (ended) this.#untold.push({ personId: ended.person.id, action, outcome: 'done' })
    await this.#tellEnds()
  }

  async #tellEnds(): Promise<void> {
    const { records, logger } = this.with
    try {
      for (let next = this.#untold[0]; next; next = this.#untold[0]) {
        await records.note(next)
        this.#untold.shift()
      }
    } catch (error) {
      logger.error('The end of a session could not be written down yet', { error })
    }
  }

  state(): SessionState {
    const open = this.sessions.current()
    if (open) return { state: 'open', person: open.person }
    return this.#lockedFor === null ? { state: 'signed-out' } : { state: 'locked', username: this.#lockedFor }
  }

  async describe(row: PersonRow): Promise<Person> {
    const { id, username, displayName, credentials, role } = row
    const { name, allows } = await this.with.records.read((handle) => readRole(handle, role))
    return {
      ...{ id, username, displayName, credentials, role },
      roleName: name,
      practiceName: await this.with.practiceName(),
      capabilities: [...allows],
    }
  }

  /** As a person is now, in an open session of theirs too; null for an unknown id. */
  async describeAgain(id: string): Promise<Person | null> {
    const row = await this.with.records.read((handle) => findPerson(handle, id))
    if (!row) return null
    const person = await this.describe(row)
    this.sessions.describe(person)
    return person
  }

  /** After a new recovery code: of somebody who manages the practice it opens the records too, of others it does not. */
  async keepRecovery({ id, role }: Pick<PersonRow, 'id' | 'role'>, code: string): Promise<void> {
    const { allows } = await this.with.records.read((handle) => readRole(handle, role))
    const keeps = allows.includes('people:manage')
    await this.#tellRecords((records) =>
      keeps ? records.keepRecovery(id, code) : records.forgetRecovery(id),
    )
  }

  /** After somebody left or manages the practice no longer. */
  forgetRecovery(id: string): Promise<void> {
    return this.#tellRecords((records) => records.forgetRecovery(id))
  }

  /** The account's own change is done by now; what goes wrong beside it must not keep the new code from its owner. */
  async #tellRecords(tell: (records: RecoveryCodes) => Promise<boolean>): Promise<void> {
    const { recoveryCodes, logger } = this.with
    if (!recoveryCodes) return
    await tell(recoveryCodes).catch((error: unknown) => {
      logger.error('The records did not take a recovery code', { error })
    })
  }

  /** Called in the transaction that gives a person a new key: what was sealed under the old one is lost. */
  onSealDestroyed(listener: SealDestroyed): () => void {
    this.#sealDestroyed.add(listener)
    return () => this.#sealDestroyed.delete(listener)
  }

  async tellSealDestroyed(...told: Parameters<SealDestroyed>): Promise<void> {
    for (const listener of this.#sealDestroyed) await listener(...told)
  }

  /** Called in the transaction in which somebody gets into their account by a code. */
  onCodeRedeemed(listener: CodeRedeemed): () => void {
    this.#codeRedeemed.add(listener)
    return () => this.#codeRedeemed.delete(listener)
  }

  async tellCodeRedeemed(...told: Parameters<CodeRedeemed>): Promise<void> {
    for (const listener of this.#codeRedeemed) await listener(...told)
  }

  /** Accounts, or somebody's role or name, are not what they were. */
  onAccountsChange(listener: () => void): () => void {
    return this.#changed.add(listener)
  }

  tellAccountsChanged(): void {
    this.#changed.tell()
  }
}

export const wipe = ({ personKey, practiceKey }: Keys): void => {
  personKey.fill(0)
  practiceKey.fill(0)
}
