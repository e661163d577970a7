/** Accounts, signing in and out, and the one session there can be. */
import { randomUUID } from 'node:crypto'
import type { Person, Role, SessionState } from '../../shared/bridge/people'
import { failed, ok, type Result } from '../../shared/failures'
import type { Audit } from '../audit/audit'
import type { Clock } from '../clock/clock'
import type { Logger } from '../logging/logger'
import { CURRENT_KDF, type Kdf } from '../sealing/derive-key'
import { newKey } from '../sealing/seal'
import type { DatabaseOrTransaction } from '../storage/database'
import { withStorageFailures } from '../storage/database-errors'
import { inTransaction } from '../storage/transaction'
import { capabilitiesOf } from './capabilities'
import { nobody, unwrapKeys, wrapKeys, type Keys } from './password'
import {
  displayNameOf,
  everybody,
  findActiveByUsername,
  insertPerson,
  readCredential,
  type PersonRow,
} from './people-repository'
import { SessionHolder } from './session-holder'
import type { Sessions } from './session'
import { SignInTries } from './sign-in-tries'

export type NewPerson = {
  username: string
  displayName: string
  credentials: string
  npi: string
  role: Role
  password: string
}

export interface People extends Sessions {
  /** `wrong-credentials`; `too-many-tries` with `retryAt`. Whoever was signed in is signed out before. */
  signIn(username: string, password: string): Promise<Result<Person>>
  /** Everybody who listens has finished and the keys are wiped when this resolves. */
  signOut(): Promise<void>
  /** As signing out, but the name of whoever was at work is kept, so that the work waits for that person. */
  lock(): Promise<void>
  state(): SessionState
  /** Everybody who ever had an account, by name. */
  everybody(): Promise<{ id: string; displayName: string; role: Role; active: boolean }[]>
  /** Display name, or null for an unknown id. */
  nameOf(personId: string): Promise<string | null>
  /** `invalid-input` with detail `username` or `password`. `practiceKey`: 32 bytes, is not wiped here. */
  createPerson(person: NewPerson, practiceKey: Buffer): Promise<Result<{ personId: string }>>
}

type Dependencies = {
  database: DatabaseOrTransaction
  audit: Audit
  clock: Clock
  logger: Logger
  /** For the sign-in screen and the session. */
  practiceName: () => Promise<string>
  /** Cost of new passwords and of unknown names. */
  kdf?: Kdf
}

/** One spelling of a name: NFC, no blanks around, no capitals. */
const usernameKey = (username: string) => username.normalize('NFC').trim().toLowerCase()

export function createPeople({
  database,
  audit,
  clock,
  logger,
  practiceName,
  kdf = CURRENT_KDF,
}: Dependencies): People {
  const sessions = new SessionHolder(clock, logger)
  const stranger = nobody(kdf)
  const tries = new SignInTries(database, clock)
  let queue: Promise<unknown> = Promise.resolve()

  /** One after the other: parallel tries cannot share a free one, and sessions never overlap. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const run = queue.then(work)
    queue = run.catch(() => undefined)
    return run
  }
  /** The same steps for every name, so that neither answer nor time tells which names exist (F-703). */
  async function verify(username: string, password: string): Promise<Result<{ row: PersonRow; keys: Keys }>> {
    const row = await findActiveByUsername(database, username)
    const event = { personId: row?.id ?? null, action: 'person.sign-in' } as const
    const wait = await tries.wait(username)
    if (wait > 0) {
      await audit.record({ ...event, outcome: 'refused' })
      return failed('too-many-tries', { retryAt: clock.now() + wait })
    }
    await tries.count(username)
    const credential = row ? await readCredential(database, row.id) : stranger.credential
    const keys = await unwrapKeys(row?.id ?? stranger.personId, password, credential)
    if (!row || !keys) {
      await audit.record({ ...event, outcome: 'failed' })
      return failed('wrong-credentials')
    }
    await inTransaction(database, async (transaction) => {
      await tries.clear(username, transaction)
      await audit.record({ ...event, outcome: 'done' }, transaction)
    })
    return ok({ row, keys })
  }

  /** The name for which work waits; set before anybody hears that the session ended. */
  let lockedFor: string | null = null
  async function endSession(action: 'person.sign-out' | 'person.lock') {
    lockedFor = action === 'person.lock' ? (sessions.current()?.person.username ?? lockedFor) : null
    const ended = await sessions.end()
    if (ended) await audit.record({ personId: ended.person.id, action, outcome: 'done' })
  }
  const state = (): SessionState => {
    const open = sessions.current()
    if (open) return { state: 'open', person: open.person }
    return lockedFor === null ? { state: 'signed-out' } : { state: 'locked', username: lockedFor }
  }

  return {
    current: () => sessions.current(),
    onChange: (listener) => sessions.onChange(listener),

    signIn: (username, password) =>
      inTurn(() =>
        withStorageFailures(async () => {
          const verified = await verify(usernameKey(username), password)
          if (!verified.ok) return verified
          await endSession('person.sign-out')
          const person = toPerson(verified.value.row, await practiceName())
          await sessions.begin({ id: randomUUID(), person, ...verified.value.keys })
          return ok(person)
        }),
      ),

    signOut: () => inTurn(() => endSession('person.sign-out')),

    lock: () => inTurn(() => endSession('person.lock')),

    state,

    everybody: () => everybody(database),

    nameOf: (personId) => displayNameOf(database, personId),

    createPerson: ({ password, ...person }, practiceKey) =>
      withStorageFailures(async () => {
        const personId = randomUUID()
        const personKey = newKey()
        const credential = await wrapKeys(personId, password, { personKey, practiceKey }, kdf)
        personKey.fill(0)
        if (!credential) return failed('invalid-input', { detail: 'password' })
        const username = usernameKey(person.username)
        const row: PersonRow = { ...person, id: personId, username, active: 1, createdAt: clock.now() }
        return inTransaction(database, async (transaction) => {
          if (username === '' || (await isTaken(transaction, username))) {
            return failed('invalid-input', { detail: 'username' })
          }
          await insertPerson(transaction, row, credential)
          const personIdOfActor = sessions.current()?.person.id ?? null
          await audit.record(
            { personId: personIdOfActor, action: 'person.created', subject: personId, outcome: 'done' },
            transaction,
          )
          return ok({ personId })
        })
      }),
  }
}

const isTaken = async (database: DatabaseOrTransaction, username: string): Promise<boolean> =>
  (await database.selectFrom('person').select('id').where('username', '=', username).executeTakeFirst()) !==
  undefined

const toPerson = (row: PersonRow, practiceName: string): Person => ({
  id: row.id,
  username: row.username,
  displayName: row.displayName,
  credentials: row.credentials,
  role: row.role,
  practiceName,
  capabilities: [...capabilitiesOf(row.role)],
})
