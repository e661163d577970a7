/** The rows of person and person_credential. */
import type { Selectable } from 'kysely'
import type { DatabaseOrTransaction } from '../storage/database'
import type { PersonCredentialTable, PersonTable } from '../storage/schema'
import type { Credential } from './password'

export type PersonRow = Selectable<PersonTable>
type CredentialRow = Selectable<PersonCredentialTable>

export const findActiveByUsername = (
  database: DatabaseOrTransaction,
  username: string,
): Promise<PersonRow | undefined> =>
  database
    .selectFrom('person')
    .selectAll()
    .where('username', '=', username)
    .where('active', '=', 1)
    .executeTakeFirst()

export async function readCredential(database: DatabaseOrTransaction, personId: string): Promise<Credential> {
  const row = await database
    .selectFrom('personCredential')
    .selectAll()
    .where('personId', '=', personId)
    .executeTakeFirstOrThrow()
  return credentialOf(row)
}

const credentialOf = (row: CredentialRow): Credential => ({
  kdf: { name: 'argon2id', memoryKib: row.kdfMemoryKib, passes: row.kdfPasses, lanes: row.kdfLanes },
  salt: row.salt,
  wrappedPersonKey: row.wrappedPersonKey,
  wrappedPracticeKey: row.wrappedPracticeKey,
})

/** Throws SQLITE_CONSTRAINT_UNIQUE when the username is taken. */
export async function insertPerson(
  database: DatabaseOrTransaction,
  person: PersonRow,
  { kdf, ...wrapped }: Credential,
): Promise<void> {
  await database.insertInto('person').values(person).execute()
  await database
    .insertInto('personCredential')
    .values({
      personId: person.id,
      kdf: kdf.name,
      kdfMemoryKib: kdf.memoryKib,
      kdfPasses: kdf.passes,
      kdfLanes: kdf.lanes,
      ...wrapped,
      changedAt: person.createdAt,
    })
    .execute()
}

export const displayNameOf = async (
  database: DatabaseOrTransaction,
  personId: string,
): Promise<string | null> =>
  (await database.selectFrom('person').select('displayName').where('id', '=', personId).executeTakeFirst())
    ?.displayName ?? null

export async function everybody(database: DatabaseOrTransaction) {
  const rows = await database
    .selectFrom('person')
    .select(['id', 'displayName', 'role', 'active'])
    .orderBy('displayName')
    .execute()
  return rows.map((row) => ({ ...row, active: row.active === 1 }))
}
