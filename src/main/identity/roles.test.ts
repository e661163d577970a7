/**
 * Proves: a practice says what its roles allow, in rows over the defaults; what it says holds at once, is in the audit
 * record with what was changed, and can lock nobody out for good.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { peopleOver } from '../../../tests/support/benches/people'
import type { RoleFields } from '../../shared/contract/roles'
import type { Result } from '../../shared/failures'
import { DEFAULT_ROLES } from '../../shared/roles'
import { createAudit } from '../audit/audit-service'
import { ManualClock } from '../platform/clock/manual-clock'
import { newKey } from '../platform/crypto/seal'
import { temporaryDatabase, testChain, type TestDatabase } from '../records/temporary-database'
import type { People } from './people-service'

const PASSWORD = 'a green meadow in the rain'
const proof = { password: PASSWORD, code: null }
const clock = new ManualClock()

let database: TestDatabase
let dispose: () => Promise<void>
let people: People
let priya: string
const forgotten: string[] = []

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.failure.code)
  return result.value
}
const roles = async () => must(await people.roles.list())
const role = async (id: string) => {
  const found = (await roles()).find((one) => one.id === id)
  if (!found) throw new Error('No such role')
  return found
}
const save = (fields: RoleFields) => people.roles.save({ ...fields, proof })
const signIn = async (username: string) => must(await people.signIn(username, PASSWORD))
const rows = () =>
  database
    .selectFrom('auditEvent')
    .select(['action', 'subject', 'outcome'])
    .where('action', 'like', 'role.%')
    .execute()

const COACH: RoleFields = {
  id: null,
  name: 'Health coach',
  defaultsOf: 'practitioner',
  allows: ['patients:read', 'notes:read', 'notes:write', 'plans:read'],
}

beforeAll(async () => {
  ;({ database, dispose } = await temporaryDatabase())
  const recoveryCodes = {
    keepRecovery: () => Promise.resolve(true),
    forgetRecovery: (id: string) => Promise.resolve(forgotten.push(id) > 0),
  }
  people = peopleOver({
    database,
    clock,
    audit: createAudit({ clock, appVersion: '0', chain: testChain() }),
    recoveryCodes,
  })
  const practiceKey = newKey()
  const fields = { credentials: '', npi: '', password: PASSWORD }
  for (const [username, given] of [
    ['june', 'administrator'],
    ['priya', 'staff'],
  ] as const) {
    const created = await people.createPerson(
      { ...fields, username, displayName: username, role: given },
      practiceKey,
    )
    if (username === 'priya') priya = must(created).personId
  }
  await signIn('june')
})
afterAll(() => dispose())

test('a practice begins with four roles, which allow what the code says', async () => {
  expect(await roles()).toMatchObject(
    Object.entries(DEFAULT_ROLES).map(([id, { name, allows }]) => ({
      ...{ id, name, defaultsOf: id },
      allows: expect.arrayContaining([...allows]) as unknown,
    })),
  )
  expect((await roles()).map(({ id, people: count }) => [id, count])).toEqual([
    ['practitioner', 0],
    ['practitioner-administrator', 0],
    ['staff', 1],
    ['administrator', 1],
  ])
  expect(await database.selectFrom('roleCapability').selectAll().execute()).toEqual([])
})

test('170.315(d)(1): what is taken from a role is gone at once for who is signed in, with the same session', async () => {
  const before = await role('administrator')
  const session = people.current()?.id
  must(await save({ ...before, allows: before.allows.filter((one) => one !== 'audit:read') }))
  expect(people.current()?.id).toBe(session)
  expect(people.current()?.person.capabilities).not.toContain('audit:read')
  expect(people.state()).toMatchObject({
    person: {
      roleName: 'Administrator',
      capabilities: expect.not.arrayContaining(['audit:read']) as unknown,
    },
  })
  expect((await rows()).at(-1)).toEqual({
    action: 'role.changed',
    subject: 'administrator changed:audit:read',
    outcome: 'done',
  })
  // Only what differs is kept, and nothing once it does not.
  expect(await database.selectFrom('roleCapability').selectAll().execute()).toEqual([
    { roleId: 'administrator', capability: 'audit:read', allowed: 0 },
  ])
  must(await save(before))
  expect(await database.selectFrom('roleCapability').selectAll().execute()).toEqual([])
  expect(people.current()?.person.capabilities).toContain('audit:read')
})

test('a role of the practice’s own is given and taken, and holds at the next sign-in', async () => {
  const coach = must(await save(COACH))
  expect((await roles()).at(-1)).toEqual({ ...COACH, id: coach.id, people: 0 })
  const account = { id: priya, displayName: 'Priya', credentials: '', npi: '' }
  must(await people.accounts.update({ ...account, role: coach.id, proof }))
  expect(must(await people.accounts.list())).toContainEqual(
    expect.objectContaining({ id: priya, role: coach.id, roleName: 'Health coach', manages: false }),
  )
  expect(await signIn('priya')).toMatchObject({ roleName: 'Health coach', capabilities: COACH.allows })
  await signIn('june')
  expect(await people.roles.remove({ id: coach.id, proof })).toMatchObject({
    failure: { code: 'role-in-use' },
  })
  must(await people.accounts.update({ ...account, role: 'staff', proof }))
  must(await people.roles.remove({ id: coach.id, proof }))
  expect((await roles()).map(({ id }) => id)).not.toContain(coach.id)
  expect(await people.accounts.update({ ...account, role: coach.id, proof })).toMatchObject({
    failure: { code: 'invalid-input', detail: 'role' },
  })
  expect((await rows()).slice(-3).map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
    'role.created done',
    'role.removed refused',
    'role.removed done',
  ])
})

test('F-711: nobody can take the managing of people from the last who has it, and nothing of the try stays', async () => {
  const before = await role('administrator')
  const tried = await save({ ...before, allows: before.allows.filter((one) => one !== 'people:manage') })
  expect(tried).toMatchObject({ failure: { code: 'last-administrator' } })
  expect(await role('administrator')).toEqual(before)
  expect(forgotten).not.toContain(people.current()?.person.id)
})

test('the recovery code of somebody who manages people no longer opens the records', async () => {
  const account = { id: priya, displayName: 'Priya', credentials: '', npi: '' }
  const staff = await role('staff')
  must(await save({ ...staff, allows: [...staff.allows, 'people:manage'] }))
  forgotten.length = 0
  must(await save(staff))
  expect(forgotten).toEqual([priya])
  must(await people.accounts.update({ ...account, role: 'staff', proof }))
})

test('refuses a name that another role has, a role that is not there, one that every practice has, a wrong password', async () => {
  expect(await save({ ...COACH, name: 'office STAFF' })).toMatchObject({
    failure: { code: 'invalid-input', detail: 'name' },
  })
  expect(await save({ ...COACH, id: 'nobodys' })).toMatchObject({ failure: { code: 'not-found' } })
  expect(await people.roles.remove({ id: 'nobodys', proof })).toMatchObject({
    failure: { code: 'not-found' },
  })
  expect(await people.roles.remove({ id: 'practitioner', proof })).toMatchObject({
    failure: { code: 'role-in-use' },
  })
  const wrong = { password: 'another', code: null }
  expect(await people.roles.save({ ...COACH, proof: wrong })).toMatchObject({
    failure: { code: 'wrong-credentials' },
  })
  await people.signOut()
  expect(await save(COACH)).toMatchObject({ failure: { code: 'signed-out' } })
})
