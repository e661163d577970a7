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
import { may } from '../../shared/capabilities'
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
import { readRoles, type Role } from './roles-repository'
import type { Session } from './session'
import { usernameKey } from './username'

const PERSON_FIELDS = ['displayName', 'credentials', 'npi', 'role'] as const

export interface Accounts {
  list(): Promise<Result<Account[]>>
  /**
   * The three that take a `proof` answer as `PeopleCore.prove` does when it is none. `invalid-input` with detail `username`
   * (empty, or used by anybody ever), `npi` or `role` (there is none). The code is shown once.
   */
  add(
    person: PersonFields & { username: string; proof: Proof },
  ): Promise<Result<{ account: Account; access: AccessCode }>>
  /** `not-found`; `invalid-input` with detail `npi` or `role`; `last-administrator`. Holds for an open session at once. */
  update(person: PersonFields & { id: string; proof: Proof }): Promise<Result<Account>>
  /** `not-found`, `last-administrator`. Ends the person's session at once (F-710). */
  setActive(id: string, active: boolean): Promise<Result<Account>>
  /** A code that replaces any before; `not-found` also for somebody who is not active. */
  issueCode(id: string, proof: Proof): Promise<Result<AccessCode>>
  /** `not-found`. */
  allowTries(id: string): Promise<Result<Account>>
}

export function createAccounts(core: PeopleCore): Accounts {
  const { attempts, sessions, secondFactor } = core
  const { records, audit, clock, kdf } = core.with

  const manages = (roles: readonly Role[], roleId: string): boolean =>
    roles.find(({ id }) => id === roleId)?.allows.includes('people:manage') ?? false

  const toAccount = async (row: AccountRow, roles: readonly Role[]): Promise<Account> => {
    const { id, username, displayName, credentials, npi, role, createdAt } = row
    const { code } = row
    const waitsForCode = code !== null && isCurrent(code, clock.now())
    const invited = !row.hasPassword
    const lapsed = invited && code !== null && code.expiresAt <= clock.now()
    return {
      ...{ id, username, displayName, credentials, npi, role, createdAt },
      roleName: roles.find((one) => one.id === role)?.name ?? role,
      manages: manages(roles, role),
      active: row.active === 1,
      lastSignInAt: row.lastUsedAt,
      secondFactor: row.secondFactor,
      needsCodeForNewKeys: !row.hasKeyPair,
      access: invited ? 'invited' : waitsForCode ? 'reset' : 'own',
      codeExpiresAt: waitsForCode || lapsed ? code.expiresAt : null,
      waiting: (await attempts.wait(username)) > 0,
    }
  }

  /** Whether there is such a role to give. */
  const isGiven = (roles: readonly Role[], roleId: string): boolean =>
    roles.some(({ id, active }) => id === roleId && active)

  /** Everybody, or one person, as the list shows them. */
  async function listed(id?: string): Promise<Account[]> {
    const [rows, roles] = await records.read(
      async (handle) => [await readAccounts(handle, id), await readRoles(handle)] as const,
    )
    return Promise.all(rows.map((row) => toAccount(row, roles)))
  }

  /** One person, as the list shows them. */
  async function account(id: string): Promise<Result<Account>> {
    const [found] = await listed(id)
    return found ? ok(found) : failed('not-found')
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
        return ok(await listed())
      }),

    add: ({ username: typed, proof, ...fields }) =>
      core.inSession(async (session) => {
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
          if (!isGiven(await readRoles(handle), fields.role))
            return failed('invalid-input', { detail: 'role' })
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
      core.inSession(async (session) => {
        if (fields.npi !== '' && !isNpi(fields.npi)) return failed('invalid-input', { detail: 'npi' })
        const proved = await core.prove(session, proof)
        if (!proved.ok) return proved
        const actor = { personId: session.person.id }
        const updated = await change(actor, id, 'person.updated', async (row, handle, unit) => {
          const roles = await readRoles(handle)
          if (!isGiven(roles, fields.role)) return failed('invalid-input', { detail: 'role' })
          if (!manages(roles, fields.role) && (await isLast(row, handle))) return failed('last-administrator')
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
        const person = updated.ok ? await core.describeAgain(id) : null
        if (person) {
          if (!may(person, 'people:manage')) await core.forgetRecovery(id)
          core.tellAccountsChanged()
        }
        return updated
      }),

    setActive: (id, active) =>
      core.inSession(async (session) => {
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
      core.inSession(async (session) => {
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
      core.inSession(({ person }) =>
        change({ personId: person.id }, id, 'person.tries-allowed', async (row, handle) => {
          await attempts.allow(row.username, handle)
          return ok(null)
        }),
      ),
  }
}
