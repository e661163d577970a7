/** The rows of `emergency_access`, `emergency_use` and `emergency_notice`. */
import type { Selectable } from 'kysely'
import type { EmergencyAccess } from '../../shared/contract/charts'
import type { ChartReading, ChartWriting, Reading, Writing } from '../records/handles'
import type { EmergencyAccessTable, EmergencyUseTable } from '../records/schema'

type Opened = Pick<
  Selectable<EmergencyAccessTable>,
  'id' | 'patientId' | 'personId' | 'stationId' | 'reason' | 'openedAt' | 'expiresAt'
>
type How = NonNullable<EmergencyAccessTable['endedHow']>

/** Opens it, with a notice for each of `tell`. */
export async function insertAccess(
  database: ChartWriting,
  access: Opened,
  tell: readonly string[],
): Promise<void> {
  await database
    .insertInto('emergencyAccess')
    .values({ ...access, endedAt: null, endedHow: null })
    .execute()
  if (tell.length === 0) return
  await database
    .insertInto('emergencyNotice')
    .values(tell.map((personId) => ({ accessId: access.id, personId, seenAt: null })))
    .execute()
}

/** False when it had ended before. */
export async function endAccess(
  database: ChartWriting,
  id: string,
  { at, how }: { at: number; how: How },
): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('emergencyAccess')
    .set({ endedAt: at, endedHow: how })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function isOpen(database: Reading, id: string): Promise<boolean> {
  const row = await database
    .selectFrom('emergencyAccess')
    .select('id')
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Those that are open although nobody has them open: of this workstation (null: leave those), which has just started, and
 * those whose time is over, of a workstation that stopped and did not come back. They ended when they were last used.
 */
export async function leftOpen(
  database: ChartReading,
  { stationId, now }: { stationId: string | null; now: number },
): Promise<(Pick<Opened, 'id' | 'patientId' | 'personId'> & { lastUsedAt: number })[]> {
  const rows = await database
    .selectFrom('emergencyAccess')
    .leftJoin('emergencyUse', 'emergencyUse.accessId', 'emergencyAccess.id')
    .select(['id', 'patientId', 'personId', 'openedAt'])
    .select((row) => row.fn.max<number | null>('emergencyUse.at').as('lastUsedAt'))
    .where('endedAt', 'is', null)
    .where((row) => row.or([row('stationId', '=', stationId ?? ''), row('expiresAt', '<=', now)]))
    .groupBy('id')
    .execute()
  return rows.map(({ openedAt, ...row }) => ({ ...row, lastUsedAt: row.lastUsedAt ?? openedAt }))
}

export async function insertUse(database: Writing, use: Selectable<EmergencyUseTable>): Promise<void> {
  await database.insertInto('emergencyUse').values(use).execute()
}

type Which = { ids: readonly string[] } | { limit: number; offset: number; forPerson: string | null }

/**
 * Newest first. `forPerson`: only charts on whose list this person is now, or was when the chart was opened; null for
 * all. `total` counts all that match.
 */
export async function readAccesses(
  database: ChartReading,
  which: Which,
): Promise<{ rows: EmergencyAccess[]; total: number }> {
  let query = database
    .selectFrom('emergencyAccess')
    .innerJoin('person', 'person.id', 'emergencyAccess.personId')
    .innerJoin('patient', 'patient.id', 'emergencyAccess.patientId')
  if ('ids' in which) query = query.where('emergencyAccess.id', 'in', which.ids)
  else if (which.forPerson !== null) {
    const { forPerson } = which
    query = query.where((row) =>
      row.or([
        row(
          'emergencyAccess.patientId',
          'in',
          row.selectFrom('chartReader').select('patientId').where('personId', '=', forPerson),
        ),
        row(
          'emergencyAccess.id',
          'in',
          row.selectFrom('emergencyNotice').select('accessId').where('personId', '=', forPerson),
        ),
      ]),
    )
    query = query.where('emergencyAccess.patientId', 'not in', restingOf(database, forPerson))
  }
  const { total } = await query
    .select((row) => row.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  const page = 'ids' in which ? query : query.limit(which.limit).offset(which.offset)
  const found = await page
    .select([
      'emergencyAccess.id',
      'emergencyAccess.patientId',
      'reason',
      'openedAt',
      'endedAt',
      'endedHow',
      'person.displayName as personName',
      'patient.givenName',
      'patient.familyName',
    ])
    .orderBy('openedAt', 'desc')
    .orderBy('emergencyAccess.id')
    .execute()
  const used = await usesOf(
    database,
    found.map(({ id }) => id),
  )
  const rows = found.map(({ givenName, familyName, ...row }) => ({
    ...row,
    patientName: `${givenName} ${familyName}`,
    used: used.get(row.id) ?? [],
  }))
  return { rows, total }
}

async function usesOf(
  database: ChartReading,
  ids: readonly string[],
): Promise<Map<string, EmergencyAccess['used']>> {
  const byAccess = new Map<string, EmergencyAccess['used']>()
  if (ids.length === 0) return byAccess
  const rows = await database
    .selectFrom('emergencyUse')
    .select(['accessId', 'action'])
    .select((row) => [row.fn.countAll<number>().as('times'), row.fn.min('at').as('first')])
    .where('accessId', 'in', ids)
    .groupBy(['accessId', 'action'])
    .orderBy('first')
    .execute()
  for (const { accessId, action, times } of rows)
    byAccess.set(accessId, [...(byAccess.get(accessId) ?? []), { action, times }])
  return byAccess
}

/** Charts on whose list this person's place rests: nothing is told of them meanwhile. */
const restingOf = (database: ChartReading, personId: string) =>
  database.selectFrom('restingReader').select('patientId').where('personId', '=', personId)

/** Ids of the accesses that this person has not said to have seen. */
export async function unseenNotices(database: ChartReading, personId: string): Promise<string[]> {
  const rows = await database
    .selectFrom('emergencyNotice')
    .innerJoin('emergencyAccess', 'emergencyAccess.id', 'emergencyNotice.accessId')
    .select('accessId')
    .where('emergencyNotice.personId', '=', personId)
    .where('seenAt', 'is', null)
    .where('emergencyAccess.patientId', 'not in', restingOf(database, personId))
    .execute()
  return rows.map(({ accessId }) => accessId)
}

/** Answers access and patient of those that were unseen until now. */
export async function markSeen(
  database: ChartWriting,
  personId: string,
  { ids, at }: { ids: readonly string[]; at: number },
): Promise<{ id: string; patientId: string }[]> {
  const unseen = (await unseenNotices(database, personId)).filter((id) => ids.includes(id))
  if (unseen.length === 0) return []
  await database
    .updateTable('emergencyNotice')
    .set({ seenAt: at })
    .where('personId', '=', personId)
    .where('accessId', 'in', unseen)
    .execute()
  return database
    .selectFrom('emergencyAccess')
    .select(['id', 'patientId'])
    .where('id', 'in', unseen)
    .execute()
}
