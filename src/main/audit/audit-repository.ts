/** Reading `audit_event` for people: with today's names of people and patients beside the ids. */
import { sql, type ExpressionBuilder, type Expression, type SqlBool } from 'kysely'
import {
  AUDIT_ACTIONS,
  AUDIT_CATEGORIES,
  auditActionsOf,
  auditWords,
  type AuditCategory,
} from '../../shared/audit-actions'
import {
  NO_AUDIT_FILTER,
  type AccessRow,
  type AuditFilter,
  type AuditRow,
  type AuditSort,
  type DisclosureFilter,
} from '../../shared/contract/audit'
import { auditActionOf } from '../../shared/contract'
import { idsIn } from '../../shared/audit-subjects'
import { DISCLOSING_ACTIONS } from '../../shared/disclosures'
import type { PatientQuery } from '../../shared/patient-search'
import type { Reading } from '../records/handles'
import type { Schema } from '../records/schema'
import { groupLooks } from './access-report'
import { headsOf } from './chain'
import { namesOf } from './names-repository'

export type Page = { limit: number; offset: number }
export type Order = { sort: AuditSort; descending: boolean }

/** `patients`: whom the words of the filter mean; null for everybody. */
export type EventFilter = Omit<AuditFilter, 'patient'> & { patients: PatientQuery | null }

type Tables = ExpressionBuilder<Schema, 'auditEvent'>

/** One page and how many there are. */
export async function searchEvents(
  database: Reading,
  filter: EventFilter,
  { sort, descending, limit, offset }: Order & Page,
): Promise<{ rows: AuditRow[]; total: number }> {
  const direction = descending ? 'desc' : 'asc'
  const wanted = (event: Tables) => matching(event, filter)
  const rows = await named(database)
    .where(wanted)
    .$if(sort !== 'at', (query) =>
      query.orderBy(orderOf(sort), (order) =>
        descending ? order.desc().nullsLast() : order.asc().nullsFirst(),
      ),
    )
    .$call(inTheirOrder(sort === 'at' ? direction : 'desc'))
    .limit(limit)
    .offset(offset)
    .execute()
  return { rows: await toRows(database, rows), total: await count(database, wanted) }
}

/** Who has seen a patient, newest first; looks by person and day (access-report.ts). */
export async function eventsOfPatient(
  database: Reading,
  patientId: string,
  { limit, offset }: Page,
): Promise<{ rows: AccessRow[]; total: number }> {
  const events = await database
    .selectFrom('auditEvent')
    .select(['station', 'seq', 'at', 'personId', 'action', 'outcome', 'emergency'])
    .where('patientId', '=', patientId)
    .orderBy('at', 'desc')
    .orderBy('station', 'desc')
    .orderBy('seq', 'desc')
    .execute()
  const groups = groupLooks(events)
  const shown = groups.slice(offset, offset + limit)
  const looks = new Map(shown.map((group) => [idOf(group), group.looks]))
  const found = await named(database)
    .where((event) =>
      event.or(byStation(shown).map(([station, seqs]) => ofStation(event, station, 'in', seqs))),
    )
    .$call(inTheirOrder('desc'))
    .execute()
  const rows = await toRows(database, found)
  return { rows: rows.map((row) => ({ ...row, looks: looks.get(idOf(row)) ?? null })), total: groups.length }
}

const idOf = ({ station, seq }: { station: number; seq: number }) => `${String(station)} ${String(seq)}`

const byStation = (rows: readonly { station: number; seq: number }[]) =>
  [...new Set(rows.map(({ station }) => station))].map(
    (number) => [number, rows.flatMap(({ station, seq }) => (station === number ? [seq] : []))] as const,
  )

const ofStation = (event: Tables, station: number, is: 'in' | '<=', seq: number | number[]) =>
  event.and([event('auditEvent.station', '=', station), event('auditEvent.seq', is, seq)])

/** Between stations there are only their clocks; a station's own rows of one moment have their numbers. */
const inTheirOrder =
  (direction: 'asc' | 'desc') =>
  (query: ReturnType<typeof named>): ReturnType<typeof named> =>
    query
      .orderBy('auditEvent.at', direction)
      .orderBy('auditEvent.station', direction)
      .orderBy('auditEvent.seq', direction)

/** How far each station's chain goes. */
export type Ends = ReadonlyMap<number, number>

export async function endsOfChains(database: Reading): Promise<Ends> {
  const heads = await headsOf(database)
  return new Map(heads.map(({ number, seq }) => [number, seq]))
}

export const stationNames = (database: Reading): Promise<{ number: number; name: string }[]> =>
  database.selectFrom('auditStation').select(['number', 'name']).orderBy('number').execute()

/**
 * What was given out of the record of one patient, newest first. The audit record taken along as a file counts from the
 * first row on that is about the patient, because it may name them.
 */
export async function disclosuresOfPatient(
  database: Reading,
  { patientId, from, to }: DisclosureFilter,
  limit: number,
): Promise<{ rows: AuditRow[]; total: number }> {
  const wanted = (event: Tables) =>
    event.and([
      matching(event, { from, to, outcome: 'done' }),
      event('auditEvent.action', 'in', DISCLOSING_ACTIONS as string[]),
      event.or([
        event('auditEvent.patientId', '=', patientId),
        event.and([event('auditEvent.patientId', 'is', null), isBehindFirst(event, patientId)]),
      ]),
    ])
  const rows = await named(database).where(wanted).$call(inTheirOrder('desc')).limit(limit).execute()
  return { rows: await toRows(database, rows), total: await count(database, wanted) }
}

/** Something of the patient was there before: in the same chain by number, in another by the clocks. */
const isBehindFirst = (event: Tables, patientId: string) =>
  event.exists(
    event
      .selectFrom('auditEvent as earlier')
      .select('earlier.seq')
      .where('earlier.patientId', '=', patientId)
      .where((earlier) =>
        earlier.or([
          earlier.and([
            earlier('earlier.station', '=', earlier.ref('auditEvent.station')),
            earlier('earlier.seq', '<', earlier.ref('auditEvent.seq')),
          ]),
          earlier.and([
            earlier('earlier.station', '<>', earlier.ref('auditEvent.station')),
            earlier('earlier.at', '<=', earlier.ref('auditEvent.at')),
          ]),
        ]),
      ),
  )

/** In the order of the rows, those behind `after` up to the ends; for what goes through all of them. */
export async function eventsBetween(
  database: Reading,
  filter: EventFilter,
  { after, upTo }: { after: AuditRow | null; upTo: Ends },
  limit: number,
): Promise<AuditRow[]> {
  const rows = await named(database)
    .where((event) =>
      event.and([
        matching(event, filter),
        event.or([...upTo].map(([station, seq]) => ofStation(event, station, '<=', seq))),
        ...(after ? [isBehind(event, after)] : []),
      ]),
    )
    .$call(inTheirOrder('asc'))
    .limit(limit)
    .execute()
  return toRows(database, rows)
}

const isBehind = (event: Tables, { at, station, seq }: AuditRow) =>
  event(
    event.refTuple('auditEvent.at', 'auditEvent.station', 'auditEvent.seq'),
    '>',
    event.tuple(at, station, seq),
  )

export async function peopleInAudit(database: Reading): Promise<{ id: string; displayName: string }[]> {
  return database.selectFrom('person').select(['id', 'displayName']).orderBy('displayName').execute()
}

const named = (database: Reading) =>
  database
    .selectFrom('auditEvent')
    .innerJoin('auditStation', 'auditStation.number', 'auditEvent.station')
    .leftJoin('person', 'person.id', 'auditEvent.personId')
    .leftJoin('patient', 'patient.id', 'auditEvent.patientId')
    .selectAll('auditEvent')
    .select([
      'auditStation.name as stationName',
      'person.displayName',
      'patient.givenName',
      'patient.familyName',
      'patient.chartNumber',
    ])

async function count(database: Reading, wanted: (event: Tables) => Expression<SqlBool>): Promise<number> {
  const { total } = await database
    .selectFrom('auditEvent')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where(wanted)
    .executeTakeFirstOrThrow()
  return total
}

type NamedRow = Awaited<ReturnType<ReturnType<typeof named>['execute']>>[number]

async function toRows(database: Reading, rows: readonly NamedRow[]): Promise<AuditRow[]> {
  const ids = rows.flatMap(({ subject, actingAsId }) => [...idsIn(subject ?? ''), actingAsId ?? ''])
  const names = await namesOf(database, [...new Set(ids)])
  return rows.map((row) => toRow(row, names))
}

/** `known`: names of ids. A call that was refused is named by what it would have done. */
function toRow(row: NamedRow, known: ReadonlyMap<string, string>): AuditRow {
  const { station, stationName, seq, at, personId, action, patientId, subject, outcome, appVersion } = row
  return {
    ...{ station, stationName, seq, at, personId, action, patientId, subject, outcome, appVersion },
    personName: row.displayName,
    patientName: row.familyName === null ? null : `${row.familyName}, ${row.givenName ?? ''}`,
    chartNumber: row.chartNumber,
    actingAs: row.actingAsType && row.actingAsId ? { type: row.actingAsType, id: row.actingAsId } : null,
    emergency: row.emergency === 1,
    names: Object.fromEntries(
      [...idsIn(subject ?? ''), row.actingAsId ?? ''].flatMap((id) => {
        const action = row.action === 'call.refused' ? auditActionOf(id) : undefined
        const name = action ? auditWords(action) : known.get(id)
        return name === undefined ? [] : [[id, name]]
      }),
    ),
  }
}

/** Words that people see are sorted by, not names of the code. */
const byWord = (of: (action: keyof typeof AUDIT_ACTIONS) => string) => {
  const cases = (Object.keys(AUDIT_ACTIONS) as (keyof typeof AUDIT_ACTIONS)[]).map(
    (action) => `WHEN '${action}' THEN '${of(action)}'`,
  )
  return sql.raw<string>(`CASE audit_event.action ${cases.join(' ')} ELSE audit_event.action END`)
}

const orderOf = (sort: AuditSort): Expression<string | number | null> => ORDERS[sort]

const ORDERS: Record<AuditSort, Expression<string | number | null>> = {
  at: sql.ref('auditEvent.at'),
  person: sql.ref('person.displayName'),
  action: byWord((action) => AUDIT_ACTIONS[action].says),
  category: byWord((action) => AUDIT_CATEGORIES[AUDIT_ACTIONS[action].category]),
  patient: sql.ref('patient.sortName'),
  subject: sql.ref('auditEvent.subject'),
  outcome: sql.ref('auditEvent.outcome'),
}

function matching(event: Tables, filter: Partial<EventFilter>): Expression<SqlBool> {
  const { personId, patients, category, action, outcome, from, to } = {
    ...NO_AUDIT_FILTER,
    patients: null,
    ...filter,
  }
  const conditions: Expression<SqlBool>[] = []
  if (personId === 'nobody') conditions.push(event('auditEvent.personId', 'is', null))
  else if (personId !== null) conditions.push(event('auditEvent.personId', '=', personId))
  if (category !== null) conditions.push(event('auditEvent.action', 'in', actionsOf(category)))
  if (action !== null) conditions.push(event('auditEvent.action', '=', action))
  if (outcome !== null) conditions.push(event('auditEvent.outcome', '=', outcome))
  if (from !== null) conditions.push(event('auditEvent.at', '>=', from))
  if (to !== null) conditions.push(event('auditEvent.at', '<', to))
  if (patients !== null) conditions.push(event('auditEvent.patientId', 'in', patientsFound(event, patients)))
  return event.and(conditions)
}

const actionsOf = (category: AuditCategory): string[] => auditActionsOf(category)

/** As the patient list finds them. */
const patientsFound = (event: Tables, query: PatientQuery) =>
  event
    .selectFrom('patient')
    .select('patient.id')
    .where((patient) => {
      const begins = (start: string) =>
        sql<SqlBool>`instr(${patient.ref('patient.searchText')}, ${` ${start}`}) > 0`
      return patient.and(
        query.map(({ anyOf }) => patient.or(anyOf.map((starts) => patient.and(starts.map(begins))))),
      )
    })
