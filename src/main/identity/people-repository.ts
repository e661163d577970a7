/** The rows of person, their password, recovery code and access code. */
import { sql, type Selectable } from 'kysely'
import type { Reading, Writing } from '../records/handles'
import type { AccessCodeTable, PersonCredentialTable, PersonTable } from '../records/schema'
import type { AccessCodeRow } from './access-code'
import type { Credential } from './password'
import type { Recovery } from './recovery-code'
import { readRoles } from './roles-repository'

export type PersonRow = Selectable<PersonTable>
type KdfColumns = Pick<PersonCredentialTable, 'kdfMemoryKib' | 'kdfPasses' | 'kdfLanes'>

export const findActiveByUsername = (handle: Reading, username: string): Promise<PersonRow | undefined> =>
  handle
    .selectFrom('person')
    .selectAll()
    .where('username', '=', username)
    .where('active', '=', 1)
    .executeTakeFirst()

export const findPerson = (handle: Reading, id: string): Promise<PersonRow | undefined> =>
  handle.selectFrom('person').selectAll().where('id', '=', id).executeTakeFirst()

/** Whether the name was ever used, by somebody active or not. */
export const isTaken = async (handle: Reading, username: string): Promise<boolean> =>
  (await handle.selectFrom('person').select('id').where('username', '=', username).executeTakeFirst()) !==
  undefined

export const displayNameOf = async (handle: Reading, personId: string): Promise<string | null> =>
  (await handle.selectFrom('person').select('displayName').where('id', '=', personId).executeTakeFirst())
    ?.displayName ?? null

export async function everybody(handle: Reading) {
  const rows = await handle
    .selectFrom('person')
    .select(['id', 'displayName', 'role', 'active', 'npi'])
    .orderBy('displayName')
    .execute()
  const roles = new Map((await readRoles(handle)).map((role) => [role.id, role]))
  return rows.map(({ role, active, ...row }) => ({
    ...row,
    active: active === 1,
    roleName: roles.get(role)?.name ?? role,
    capabilities: roles.get(role)?.allows ?? [],
  }))
}

/** Null for somebody who has not chosen a password yet. */
export async function readCredential(
  handle: Reading,
  personId: string,
): Promise<(Credential & { changedAt: number }) | null> {
  const row = await handle
    .selectFrom('personCredential')
    .selectAll()
    .where('personId', '=', personId)
    .executeTakeFirst()
  if (!row) return null
  const { salt, wrappedPersonKey, wrappedPracticeKey, changedAt } = row
  return { kdf: kdfOf(row), salt, wrappedPersonKey, wrappedPracticeKey, changedAt }
}

/** Puts the credential in place of the one before, whole (F-709). `changedAt`: when the password was chosen. */
export async function putCredential(
  handle: Writing,
  personId: string,
  { kdf, salt, wrappedPersonKey, wrappedPracticeKey }: Credential,
  changedAt: number,
): Promise<void> {
  const wrapped = { salt, wrappedPersonKey, wrappedPracticeKey }
  const values = { kdf: kdf.name, ...kdfColumns(kdf), ...wrapped, changedAt }
  await handle
    .insertInto('personCredential')
    .values({ personId, ...values })
    .onConflict((conflict) => conflict.column('personId').doUpdateSet(values))
    .execute()
}

export const putWrappedPracticeKey = async (
  handle: Writing,
  personId: string,
  wrappedPracticeKey: Buffer,
) => {
  await handle
    .updateTable('personCredential')
    .set({ wrappedPracticeKey })
    .where('personId', '=', personId)
    .execute()
}

export const markUsed = async (handle: Writing, personId: string, lastUsedAt: number) => {
  await handle.updateTable('personCredential').set({ lastUsedAt }).where('personId', '=', personId).execute()
}

export async function readRecovery(
  handle: Reading,
  personId: string,
): Promise<(Recovery & { madeAt: number }) | null> {
  const row = await handle
    .selectFrom('personRecovery')
    .selectAll()
    .where('personId', '=', personId)
    .executeTakeFirst()
  return row ? { salt: row.salt, wrappedPersonKey: row.wrappedPersonKey, madeAt: row.madeAt } : null
}

export async function putRecovery(
  handle: Writing,
  personId: string,
  recovery: Recovery,
  madeAt: number,
): Promise<void> {
  const values = { ...recovery, madeAt }
  await handle
    .insertInto('personRecovery')
    .values({ personId, ...values })
    .onConflict((conflict) => conflict.column('personId').doUpdateSet(values))
    .execute()
}

export async function readAccessCode(handle: Reading, personId: string): Promise<AccessCodeRow | null> {
  const row = await handle
    .selectFrom('accessCode')
    .selectAll()
    .where('personId', '=', personId)
    .executeTakeFirst()
  return row ? accessCodeOf(row) : null
}

export async function putAccessCode(
  handle: Writing,
  personId: string,
  { kdf, ...row }: AccessCodeRow,
): Promise<void> {
  const values = { ...row, ...kdfColumns(kdf) }
  await handle
    .insertInto('accessCode')
    .values({ personId, ...values })
    .onConflict((conflict) => conflict.column('personId').doUpdateSet(values))
    .execute()
}

export const removeAccessCode = async (handle: Writing, personId: string) => {
  await handle.deleteFrom('accessCode').where('personId', '=', personId).execute()
}

/** Password and recovery code: after this nothing opens the person's key any more. */
export async function removeSeals(handle: Writing, personId: string): Promise<void> {
  await handle.deleteFrom('personCredential').where('personId', '=', personId).execute()
  await handle.deleteFrom('personRecovery').where('personId', '=', personId).execute()
}

export const insertPerson = async (handle: Writing, person: PersonRow) => {
  await handle.insertInto('person').values(person).execute()
}

/** Active people who can manage others and have a password to do it with. */
export async function administrators(handle: Reading): Promise<string[]> {
  const managing = (await readRoles(handle)).flatMap(({ id, allows }) =>
    allows.includes('people:manage') ? [id] : [],
  )
  if (managing.length === 0) return []
  const rows = await handle
    .selectFrom('person')
    .innerJoin('personCredential', 'personCredential.personId', 'person.id')
    .select('person.id')
    .where('active', '=', 1)
    .where(sql`length(wrapped_practice_key)`, '>', 0)
    .where('role', 'in', managing)
    .execute()
  return rows.map(({ id }) => id)
}

/** Whoever has the role, also those who do not sign in any more. */
export const peopleWith = async (handle: Reading, roleId: string): Promise<string[]> =>
  (await handle.selectFrom('person').select('id').where('role', '=', roleId).execute()).map(({ id }) => id)

const kdfOf = (row: KdfColumns): Credential['kdf'] => ({
  name: 'argon2id',
  memoryKib: row.kdfMemoryKib,
  passes: row.kdfPasses,
  lanes: row.kdfLanes,
})

const kdfColumns = (kdf: Credential['kdf']): KdfColumns => ({
  kdfMemoryKib: kdf.memoryKib,
  kdfPasses: kdf.passes,
  kdfLanes: kdf.lanes,
})

function accessCodeOf(row: Selectable<AccessCodeTable>): AccessCodeRow {
  const { purpose, salt, wrappedPracticeKey, issuedAt, expiresAt, issuedBy } = row
  return { purpose, kdf: kdfOf(row), salt, wrappedPracticeKey, issuedAt, expiresAt, issuedBy }
}
