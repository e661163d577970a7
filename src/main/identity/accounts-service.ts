/** Everybody's accounts, for whoever manages people. Nothing here opens anybody's key. */
import { randomUUID } from 'node:crypto'
import type { AuditAction } from '../../shared/audit-actions'
import { changedFields } from '../../shared/audit-subjects'
import type { AccessCode, Account, PersonFields } from '../../shared/contract/accounts'
import type { Proof } from '../../shared/contract/people'
import { failed, ok, type Result } from '../../shared/failures'
import type { DatabaseOrTransaction } from '../records/database'
import { withStorageFailures } from '../records/database-errors'
import { inTransaction } from '../records/transaction'
import { isCurrent, makeAccessCode, type AccessCodeRow } from './access-code'
import { readAccounts, setActive, updatePerson, type AccountRow } from './accounts-repository'
import { capabilitiesOf } from './capabilities'
import { isNpi } from '../../shared/npi'
import type { PeopleCore } from './people-core'
import {
  administrators,
  findPerson,
  insertPerson,
  isTaken,
  putAccessCode,
  readCredential,
  removeAccessCode,
  type PersonRow,
} from './people-repository'
import type { Session } from './session'
import { usernameKey } from './username'

const PERSON_FIELDS = ['displayName', 'credentials', 'npi', 'role'] as const

export interface Accounts {
  list(): Promise<Result<Account[]>>
  /**
   * The three that take a `proof` answer as `PeopleCore.prove` does when it is none. `invalid-input` with detail `username`
   * (empty, or used by anybody ever) or `npi`. The code is shown once.
   */
  add(
    person: PersonFields & { username: string; proof: Proof },
  ): Promise<Result<{ account: Account; access: AccessCode }>>
  /** `not-found`; `invalid-input` with detail `npi`; `last-administrator`. Holds for an open session at once. */
  update(person: PersonFields & { id: string; proof: Proof }): Promise<Result<Account>>
  /** `not-found`, `last-administrator`. Ends the person's session at once (F-710). */
  setActive(id: string, active: boolean): Promise<Result<Account>>
  /** A code that replaces any before; `not-found` also for somebody who is not active. */
  issueCode(id: string, proof: Proof): Promise<Result<AccessCode>>
  /** `not-found`. */
  allowTries(id: string): Promise<Result<Account>>
}

const manages = (role: PersonRow['role']) => capabilitiesOf(role).includes('people:manage')

export function createAccounts(core: PeopleCore): Accounts {
  const { attempts, sessions, secondFactor } = core
  const { database, audit, clock, kdf } = core.with

  const asManager = <T>(work: (session: Session) => Promise<Result<T>>): Promise<Result<T>> =>
    attempts.inTurn(() =>
      withStorageFailures(async () => {
        const session = sessions.current()
        return session ? work(session) : failed('signed-out')
      }),
    )

  const toAccount = async (row: AccountRow): Promise<Account> => {
    const { id, username, displayName, credentials, npi, role, createdAt } = row
    const waitsForCode = row.code !== null && isCurrent(row.code, clock.now())
    return {
      ...{ id, username, displayName, credentials, npi, role, createdAt },
      active: row.active === 1,
      lastSignInAt: row.lastUsedAt,
      secondFactor: row.secondFactor,
      needsCodeForNewKeys: !row.hasLetterbox,
      access: row.hasPassword ? (waitsForCode ? 'reset' : 'own') : 'invited',
      codeExpiresAt: waitsForCode ? (row.code?.expiresAt ?? null) : null,
      waiting: (await attempts.wait(username)) > 0,
    }
  }

  /** One person, as the list shows them. */
  async function account(id: string): Promise<Result<Account>> {
    const row = (await readAccounts(database, id))[0]
    return row ? ok(await toAccount(row)) : failed('not-found')
  }

  /** Changes one person and says so, in one transaction; then tells whoever shows accounts. `deed`: what was tried. */
  async function change(
    { person }: Session,
    id: string,
    deed: AuditAction,
    work: (row: PersonRow, within: DatabaseOrTransaction) => Promise<Result<AuditAction[]>>,
  ): Promise<Result<Account>> {
    const changed = await inTransaction(database, async (within) => {
      const row = await findPerson(within, id)
      const actions = row ? await work(row, within) : failed('not-found')
      const entry = { personId: person.id, subject: id }
      if (!actions.ok) {
        const outcome = actions.failure.code === 'last-administrator' ? 'refused' : 'failed'
        await audit.record({ ...entry, action: deed, outcome }, within)
        return actions
      }
      const fields = changedFields(PERSON_FIELDS, row ?? {}, (await findPerson(within, id)) ?? {})
      for (const action of actions.value) {
        const subject = action === 'person.updated' && fields ? `${id} ${fields}` : id
        await audit.record({ ...entry, subject, action, outcome: 'done' }, within)
      }
      return actions
    })
    if (!changed.ok) return changed
    core.tellAccountsChanged()
    return account(id)
  }

  /** Whether nobody could manage people any more without this one. */
  const isLast = async (row: PersonRow, within: DatabaseOrTransaction): Promise<boolean> => {
    const able = await administrators(within)
    return able.includes(row.id) && able.length === 1
  }

  const accessCode = (id: string, purpose: AccessCodeRow['purpose'], { person, practiceKey }: Session) =>
    makeAccessCode(id, purpose, practiceKey, { kdf, now: clock.now(), issuedBy: person.id })

  return {
    list: () =>
      withStorageFailures(async () => {
        const rows = await readAccounts(database)
        return ok(await Promise.all(rows.map(toAccount)))
      }),

    add: ({ username: typed, proof, ...fields }) =>
      asManager(async (session) => {
        const username = usernameKey(typed)
        if (fields.npi !== '' && !isNpi(fields.npi)) return failed('invalid-input', { detail: 'npi' })
        if (username === '' || (await isTaken(database, username))) {
          return failed('invalid-input', { detail: 'username' })
        }
        const proved = await core.prove(session, proof)
        if (!proved.ok) return proved
        const id = randomUUID()
        const made = await accessCode(id, 'invitation', session)
        if (!made) return failed('unexpected')
        await inTransaction(database, async (within) => {
          await insertPerson(within, { ...fields, id, username, active: 1, createdAt: clock.now() })
          await putAccessCode(within, id, made.row)
          const entry = { personId: session.person.id, subject: id, outcome: 'done' } as const
          await audit.record({ ...entry, action: 'person.created' }, within)
          await audit.record({ ...entry, action: 'person.code-issued' }, within)
        })
        core.tellAccountsChanged()
        const added = await account(id)
        return added.ok
          ? ok({ account: added.value, access: { code: made.code, expiresAt: made.row.expiresAt } })
          : added
      }),

    update: ({ id, proof, ...fields }) =>
      asManager(async (session) => {
        if (fields.npi !== '' && !isNpi(fields.npi)) return failed('invalid-input', { detail: 'npi' })
        const proved = await core.prove(session, proof)
        if (!proved.ok) return proved
        const updated = await change(session, id, 'person.updated', async (row, within) => {
          if (!manages(fields.role) && (await isLast(row, within))) return failed('last-administrator')
          await updatePerson(within, id, fields)
          return ok(fields.role === row.role ? ['person.updated'] : ['person.updated', 'person.role-changed'])
        })
        const row = updated.ok ? await findPerson(database, id) : undefined
        if (row) {
          sessions.describe(await core.describe(row))
          if (!manages(row.role)) await core.forgetRecovery(id)
          core.tellAccountsChanged()
        }
        return updated
      }),

    setActive: (id, active) =>
      asManager(async (session) => {
        const deed = active ? 'person.activated' : 'person.deactivated'
        const result = await change(session, id, deed, async (row, within) => {
          if (!active && (await isLast(row, within))) return failed('last-administrator')
          await setActive(within, id, active)
          if (!active) await removeAccessCode(within, id)
          return ok([deed])
        })
        if (result.ok && !active) {
          secondFactor.forget(id)
          await core.forgetRecovery(id)
          if (sessions.current()?.person.id === id) await core.end('person.sign-out')
        }
        return result
      }),

    issueCode: (id, proof) =>
      asManager(async (session) => {
        const proved = await core.prove(session, proof)
        if (!proved.ok) return proved
        const purpose = (await readCredential(database, id)) ? 'reset' : 'invitation'
        const made = await accessCode(id, purpose, session)
        if (!made) return failed('unexpected')
        const issued = await change(session, id, 'person.code-issued', async (row, within) => {
          if (row.active === 0) return failed('not-found')
          await putAccessCode(within, id, made.row)
          return ok(['person.code-issued'])
        })
        return issued.ok ? ok({ code: made.code, expiresAt: made.row.expiresAt }) : issued
      }),

    allowTries: (id) =>
      asManager((session) =>
        change(session, id, 'person.tries-allowed', async (row, within) => {
          await attempts.allow(row.username, within)
          return ok(['person.tries-allowed'])
        }),
      ),
  }
}
