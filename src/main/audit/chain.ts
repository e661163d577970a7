/**
 * The chain over a station's audit rows (F-620). Every row has a MAC over that of the row before it and the row as it is
 * stored, under a key that is not in the database. Whoever can write the database but has no key cannot change, take
 * away, insert or swap a row without its MAC no longer fitting.
 */
import { sql, type Selectable } from 'kysely'
import type { DatabaseOrTransaction } from '../records/database'
import type { Reading, Writing } from '../records/handles'
import type { AuditEventTable, AuditStationTable } from '../records/schema'
import { NO_MAC, type RowMac } from './row-mac'

export type Station = Pick<Selectable<AuditStationTable>, 'number' | 'id' | 'publicKey'>

/** A row as it is stored. */
export type StoredRow = Selectable<AuditEventTable>

/** The order of the values in a row's text. New columns would begin a new form; these are never reordered. */
const ROW = [
  'station',
  'seq',
  'at',
  'monotonic',
  'personId',
  'actingAsType',
  'actingAsId',
  'action',
  'patientId',
  'subject',
  'emergency',
  'outcome',
  'appVersion',
] as const satisfies readonly (keyof StoredRow)[]

/**
 * A row as one text: a JSON array, so that no two different rows have the same. Made of what is stored, both when a row
 * is written and when it is checked, and here alone, so that it is the same on every engine.
 */
export const rowText = (row: Omit<StoredRow, 'mac'>): string =>
  JSON.stringify(ROW.map((column) => row[column]))

/** What the MAC of a station's first row is made over: these records, and this station. */
export const beginOf = (mac: RowMac, vaultId: string, { number, id }: Omit<Station, 'publicKey'>): Buffer =>
  Buffer.from(mac.of(NO_MAC, JSON.stringify(['yarrow audit chain', vaultId, number, id])), 'latin1')

/** Where rows are added to. */
export interface Chain {
  /** Whose it is. */
  readonly stationId: string
  append(row: Omit<StoredRow, 'station' | 'seq' | 'mac'>, handle: Writing): Promise<void>
  /** The transaction of the handle was committed. */
  committed(handle: Writing): void
}

/**
 * The chain of the station that this is. Nobody else adds to it, so its end is remembered, and asked for only where that
 * is not certain: at the beginning, and after a transaction of which nobody said that it was committed.
 */
export class StationChain implements Chain {
  readonly stationId: string
  readonly #station: number
  readonly #mac: RowMac
  readonly #begin: Buffer
  /** `by`: what wrote it and is not committed yet. */
  #last: { seq: number; mac: Buffer; by: Writing | null } | null = null

  constructor(mac: RowMac, vaultId: string, station: Omit<Station, 'publicKey'>) {
    this.stationId = station.id
    this.#station = station.number
    this.#mac = mac
    this.#begin = beginOf(mac, vaultId, station)
  }

  async append(values: Parameters<Chain['append']>[0], handle: Writing): Promise<void> {
    const last = await this.#lastFor(handle)
    const row = { ...values, station: this.#station, seq: last.seq + 1 }
    const mac = Buffer.from(this.#mac.of(last.mac, rowText(row)), 'latin1')
    // Before it is written: another row of the same work that comes meanwhile goes behind it.
    this.#last = { seq: row.seq, mac, by: handle }
    try {
      await handle
        .insertInto('auditEvent')
        .values({ ...row, mac })
        .execute()
    } catch (error) {
      this.#last = null
      throw error
    }
  }

  committed(handle: Writing): void {
    if (this.#last?.by === handle) this.#last.by = null
  }

  async #lastFor(handle: Writing): Promise<{ seq: number; mac: Buffer }> {
    const isCertain = () => this.#last !== null && (this.#last.by === null || this.#last.by === handle)
    const found = isCertain() ? null : await lastRow(handle, this.#station)
    return (isCertain() ? this.#last : found) ?? { seq: 0, mac: this.#begin }
  }
}

const lastRow = (database: Reading, station: number) =>
  database
    .selectFrom('auditEvent')
    .select(['seq', 'mac'])
    .where('station', '=', station)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()

/** How far a chain goes. `seq` 0, `mac` null: there is no row. `signed`: up to which row its station signed; 0 for none. */
export type Head = Station & { seq: number; mac: Buffer | null; signed: number }

/** Of every station, in the order of their numbers. Outside a transaction: of what is committed. */
export async function headsOf(database: Reading): Promise<Head[]> {
  const heads = await database
    .selectFrom('auditStation as station')
    .select((of) => [
      'station.number',
      'station.id',
      'station.publicKey',
      of
        .selectFrom('auditEvent')
        .select(({ fn }) => fn.max('seq').as('seq'))
        .whereRef('station', '=', 'station.number')
        .as('seq'),
      of
        .selectFrom('auditCheckpoint')
        .select(({ fn }) => fn.max('seq').as('seq'))
        .whereRef('station', '=', 'station.number')
        .as('signed'),
      of
        .selectFrom('auditEvent')
        .select('mac')
        .whereRef('station', '=', 'station.number')
        .orderBy('seq', 'desc')
        .limit(1)
        .as('mac'),
    ])
    .orderBy('station.number')
    .execute()
  return heads.map((head) => ({ ...head, seq: head.seq ?? 0, signed: head.signed ?? 0 }))
}

/** The MAC that stands at a row; null where there is no such row. */
export async function macAt(database: Reading, station: number, seq: number): Promise<Buffer | null> {
  const row = await database
    .selectFrom('auditEvent')
    .select('mac')
    .where('station', '=', station)
    .where('seq', '=', seq)
    .executeTakeFirst()
  return row?.mac ?? null
}

export type ReadRow = { seq: number; text: string; mac: Buffer }

/** A station's rows behind a number, in their order; for what goes through all of them. */
export async function rowsBehind(
  database: DatabaseOrTransaction,
  station: number,
  seq: number,
  limit: number,
): Promise<ReadRow[]> {
  // Without the plug-in that renames columns, which costs as much as reading.
  const { rows } = await sql<StoredRow>`
    SELECT ${COLUMNS}, mac FROM audit_event
    WHERE station = ${station} AND seq > ${seq} ORDER BY seq LIMIT ${limit}`.execute(
    database.withoutPlugins(),
  )
  return rows.map((row) => ({ seq: row.seq, text: rowText(row), mac: row.mac }))
}

const COLUMNS = sql.raw(
  ROW.map((name) => `${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)} AS "${name}"`).join(
    ', ',
  ),
)
