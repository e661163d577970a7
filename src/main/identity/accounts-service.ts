/** Everybody's accounts, for whoever manages people. Nothing here opens anybody's key. */
import { randomUUID } from 'node:crypto'
import type { AuditAction } from '../../shared/audit-actions'
import { changedFields } from '../../shared/audit-subjects'
import type { AccessCode, Account, PersonFields } from '../../shared/contract/accounts'
import type { Proof } from '../../shared/contract/people'
import { failed, ok, type Result } from '../../shared/failures'
import { withStorageFailures } from '../records/database-errors'
import type { Reading, Writing } from '../records/handles'
import type { Actor, Unit } from '../records/unit-of-work'
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
  const { records, audit, clock, kdf } = core.with

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
    const [row] = await records.read((handle) => readAccounts(handle, id))
    return row ? ok(await toAccount(row)) : failed('not-found')
  }

  /** Changes one person, in a unit of work whose row names them; then tells whoever shows accounts. */
  async function change(
    actor: Actor,
    id: string,
    action: AuditAction,
    work: (row: PersonRow, handle: Writing, unit: Unit) => Promise<Result<null>>,
  ): Promise<Result<Account>> {
    const changed = await records.run(actor, action, null, async (handle, unit) => {
      unit.row({ subject: id })
      const row = await findPerson(handle, id)
      return row ? work(row, handle, unit) : failed('not-found')
    })
    if (!changed.ok) return changed
    core.tellAccountsChanged()
    return account(id)
  }

  /** Whether nobody could manage people any more without this one. */
  const isLast = async (row: PersonRow, handle: Reading): Promise<boolean> => {
    const able = await administrators(handle)
    return able.includes(row.id) && able.length === 1
  }

  const accessCode = (id: string, purpose: AccessCodeRow['purpose'], { person, practiceKey }: Session) =>
    makeAccessCode(id, purpose, practiceKey, { kdf, now: clock.now(), issuedBy: person.id })

  return {
    list: () =>
      withStorageFailures(async () => {
        const rows = await records.read(readAccounts)
        return ok(await Promise.all(rows.map(toAccount)))
      }),

    add: ({ username: typed, proof, ...fields }) =>
      asManager(async (session) => {
        const username = usernameKey(typed)
        if (fields.npi !== '' && !isNpi(fields.npi)) return failed('invalid-input', { detail: 'npi' })
        if (username === '' || (await records.read((handle) => isTaken(handle, username)))) {
          return failed('invalid-input', { detail: 'username' })
        }
        const proved = await core.prove(session, proof)
        if (!proved.ok) return proved
        const id = randomUUID()
        const made = await accessCode(id, 'invitation', session)
        if (!made) return failed('unexpected')
        const actor = { personId: session.person.id }
        const added = await records.run(actor, 'person.code-issued', null, async (handle, unit) => {
          unit.row({ subject: id })
          await insertPerson(handle, { ...fields, id, username, active: 1, createdAt: clock.now() })
          await putAccessCode(handle, id, made.row)
          await audit.record({ ...actor, action: 'person.created', subject: id, outcome: 'done' }, handle)
          return ok(null)
        })
        if (!added.ok) return added
        core.tellAccountsChanged()
        const shown = await account(id)
        return shown.ok
          ? ok({ account: shown.value, access: { code: made.code, expiresAt: made.row.expiresAt } })
          : shown
      }),

    update: ({ id, proof, ...fields }) =>
      asManager(async (session) => {
        if (fields.npi !== '' && !isNpi(fields.npi)) return failed('invalid-input', { detail: 'npi' })
        const proved = await core.prove(session, proof)
        if (!proved.ok) return proved
        const actor = { personId: session.person.id }
        const updated = await change(actor, id, 'person.updated', async (row, handle, unit) => {
          if (!manages(fields.role) && (await isLast(row, handle))) return failed('last-administrator')
          await updatePerson(handle, id, fields)
          const changed = changedFields(PERSON_FIELDS, row, fields)
          const subject = changed ? `${id} ${changed}` : id
          if (fields.role === row.role) unit.row({ subject })
          else {
            await audit.record({ ...actor, action: 'person.updated', subject, outcome: 'done' }, handle)
            unit.row({ action: 'person.role-changed' })
          }
          return ok(null)
        })
        const row = updated.ok ? await records.read((handle) => findPerson(handle, id)) : undefined
        if (row) {
          sessions.describe(await core.describe(row))
          if (!manages(row.role)) await core.forgetRecovery(id)
          core.tellAccountsChanged()
        }
        return updated
      }),

    setActive: (id, active) =>
      asManager(async (session) => {
        const action = active ? 'person.activated' : 'person.deactivated'
        const actor = { personId: session.person.id }
        const result = await change(actor, id, action, async (row, handle) => {
          if (!active && (await isLast(row, handle))) return failed('last-administrator')
          await setActive(handle, id, active)
          if (!active) await removeAccessCode(handle, id)
          return ok(null)
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
        const credential = await records.read((handle) => readCredential(handle, id))
        const purpose = credential ? 'reset' : 'invitation'
        const made = await accessCode(id, purpose, session)
        if (!made) return failed('unexpected')
        const actor = { personId: session.person.id }
        const issued = await change(actor, id, 'person.code-issued', async (row, handle) => {
          if (row.active === 0) return failed('not-found')
          await putAccessCode(handle, id, made.row)
          return ok(null)
        })
        return issued.ok ? ok({ code: made.code, expiresAt: made.row.expiresAt }) : issued
      }),

    allowTries: (id) =>
      asManager(({ person }) =>
        change({ personId: person.id }, id, 'person.tries-allowed', async (row, handle) => {
          await attempts.allow(row.username, handle)
          return ok(null)
        }),
      ),
  }
}
