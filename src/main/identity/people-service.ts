/** Signing in and out, locking, and the one session there can be. */
import { randomUUID } from 'node:crypto'
import type { PersonFields } from '../../shared/contract/accounts'
import type { Capability } from '../../shared/capabilities'
import type { Person, Proof, SessionState } from '../../shared/contract/people'
import { failed, ok, type Result } from '../../shared/failures'
import { CURRENT_KDF, sameKdf } from '../platform/crypto/derive-key'
import { newKey } from '../platform/crypto/seal'
import { withStorageFailures } from '../records/database-errors'
import { createAccounts, type Accounts } from './accounts-service'
import { wrong } from './attempts'
import { createEntry, type Entry } from './entry-service'
import { createOwnAccount, type OwnAccount } from './own-account-service'
import { wrapKeys } from './password'
import {
  PeopleCore,
  wipe,
  type CodeRedeemed,
  type PeopleDependencies,
  type SealDestroyed,
} from './people-core'
import { displayNameOf, everybody, insertPerson, isTaken, markUsed, putCredential } from './people-repository'
import { keepKeyPair, waitingPracticeKey, wrapPracticeKey } from './practice-key'
import { createRoles, type Roles } from './roles-service'
import type { Sessions } from './session'
import { usernameKey } from './username'

export type NewPerson = PersonFields & { username: string; password: string }

/** Somebody of the practice, with what their role allows now. */
export type Colleague = {
  id: string
  displayName: string
  active: boolean
  npi: string
  roleName: string
  capabilities: readonly Capability[]
}

export interface People extends Sessions {
  /** Everybody's accounts, for whoever manages them. */
  readonly accounts: Accounts
  readonly roles: Roles
  /** How the person signed in protects their account. */
  readonly own: OwnAccount
  /** Into an account by a code instead of a password. */
  readonly entry: Entry
  /**
   * `wrong-credentials`; `second-factor-needed`, `second-factor-wrong`; `too-many-tries` with `retryAt`. Whoever was
   * signed in is signed out before. `code`: of the second factor.
   */
  signIn(username: string, password: string, code?: string | null): Promise<Result<Person>>
  /** Everybody who listens has finished and the keys are wiped when this resolves. */
  signOut(): Promise<void>
  /** As `PeopleCore.prove`; `signed-out`. */
  prove(proof: Proof): Promise<Result<null>>
  /** As signing out, but the name of whoever was at work is kept, so that the work waits for that person. */
  lock(): Promise<void>
  state(): SessionState
  /** Everybody who ever had an account, by name. */
  everybody(): Promise<Colleague[]>
  /** Display name, or null for an unknown id. */
  nameOf(personId: string): Promise<string | null>
  /** Called in the transaction in which a person's key is replaced by a new one. */
  onSealDestroyed(listener: SealDestroyed): () => void
  /** Called in the transaction in which somebody gets into their account by a code. */
  onCodeRedeemed(listener: CodeRedeemed): () => void
  onAccountsChange(listener: () => void): () => void
  /**
   * Without a recovery code and without a look at the password, for the demo practice. `invalid-input` with detail
   * `username` or `password`. `practiceKey`: 32 bytes, is not wiped here.
   */
  createPerson(person: NewPerson, practiceKey: Buffer): Promise<Result<{ personId: string }>>
}

type Dependencies = Omit<PeopleDependencies, 'kdf'> & Partial<Pick<PeopleDependencies, 'kdf'>>

export function createPeople(dependencies: Dependencies): People {
  const core = new PeopleCore({ kdf: CURRENT_KDF, ...dependencies })
  const { sessions, attempts, secondFactor } = core
  const { records, clock, kdf } = core.with

  const signIn = (username: string, password: string, code: string | null) =>
    attempts.attempt(usernameKey(username), 'person.sign-in', async (row) => {
      const opened = await core.openPassword(row, password)
      if (!row || !opened) return wrong('wrong-credentials')
      const { keys, credential, changedAt } = opened
      const factor = await records.read((handle) => secondFactor.ask(row.id, keys.personKey, code, handle))
      if (factor.kind !== 'right') {
        wipe(keys)
        return factor
      }
      // Who comes with parameters other than today's leaves with today's.
      const waiting = await records.read((handle) => waitingPracticeKey(handle, row.id, keys.personKey))
      if (waiting) {
        keys.practiceKey.fill(0)
        keys.practiceKey = waiting
      }
      const newer = sameKdf(credential.kdf, kdf) ? null : await wrapKeys(row.id, password, keys, kdf)
      return {
        kind: 'right',
        finish: async (handle, unit) => {
          await factor.finish(handle, unit)
          if (newer) await putCredential(handle, row.id, newer, changedAt)
          if (waiting) await wrapPracticeKey(handle, row.id, keys)
          await keepKeyPair(handle, row.id, keys.personKey)
          await markUsed(handle, row.id, clock.now())
          return { row, keys }
        },
      }
    })

  return {
    accounts: createAccounts(core),
    roles: createRoles(core),
    own: createOwnAccount(core),
    entry: createEntry(core),

    current: () => sessions.current(),
    onChange: (listener) => sessions.onChange(listener),
    onSealDestroyed: (listener) => core.onSealDestroyed(listener),
    onCodeRedeemed: (listener) => core.onCodeRedeemed(listener),
    onAccountsChange: (listener) => core.onAccountsChange(listener),

    signIn: (username, password, code = null) =>
      attempts.inTurn(() =>
        withStorageFailures(async () => {
          const verified = await signIn(username, password, code)
          return verified.ok ? ok(await core.begin(verified.value.row, verified.value.keys)) : verified
        }),
      ),

    signOut: () => attempts.inTurn(() => core.end('person.sign-out')),

    prove: (proof) => core.inSession((session) => core.prove(session, proof)),

    lock: () => attempts.inTurn(() => core.end('person.lock')),

    state: () => core.state(),

    everybody: () => records.read(everybody),

    nameOf: (personId) => records.read((handle) => displayNameOf(handle, personId)),

    async createPerson({ password, ...fields }, practiceKey) {
      const personId = randomUUID()
      const personKey = newKey()
      try {
        const credential = await wrapKeys(personId, password, { personKey, practiceKey }, kdf)
        if (!credential) return failed('invalid-input', { detail: 'password' })
        const username = usernameKey(fields.username)
        const createdAt = clock.now()
        const actor = { personId: sessions.current()?.person.id ?? null }
        return await records.run(actor, 'person.created', null, async (handle, unit) => {
          if (username === '' || (await isTaken(handle, username))) {
            return failed('invalid-input', { detail: 'username' })
          }
          await insertPerson(handle, { ...fields, id: personId, username, active: 1, createdAt })
          await putCredential(handle, personId, credential, createdAt)
          await keepKeyPair(handle, personId, personKey)
          unit.row({ subject: personId })
          return ok({ personId })
        })
      } finally {
        personKey.fill(0)
      }
    },
  }
}
