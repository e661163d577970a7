/** Today's names of the ids that stand in the audit record: people, patients, clinics and users of Fullscript. */
import { sql } from 'kysely'
import type { Reading } from '../records/handles'

/** Those that are known; an id of something without a name is left out. */
export async function namesOf(
  database: Reading,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await database
    .selectFrom('person')
    .select(['person.id', 'person.displayName as name'])
    .where('person.id', 'in', ids)
    .unionAll(
      database
        .selectFrom('role')
        .select(({ fn }) => ['role.id', fn.coalesce('role.name', sql.lit('')).as('name')])
        .where('role.id', 'in', ids),
    )
    .unionAll(
      database
        .selectFrom('fullscriptConnection as connection')
        .select(['connection.ownerId as id', 'connection.ownerName as name'])
        .where('connection.ownerId', 'in', ids),
    )
    .unionAll(
      database
        .selectFrom('fullscriptUser as user')
        .select(['user.userId as id', 'user.userName as name'])
        .where('user.userId', 'in', ids),
    )
    .unionAll(
      database
        .selectFrom('fullscriptClinic as clinic')
        .select(['clinic.clinicId as id', 'clinic.name'])
        .where('clinic.clinicId', 'in', ids),
    )
    .execute()
  return new Map(rows.filter(({ name }) => name !== '').map(({ id, name }) => [id, name]))
}
