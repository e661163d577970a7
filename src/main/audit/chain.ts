/**
 * The chain over the audit rows (F-620). Every row has a link: the MAC over the link before it and the row as it is
 * stored, under a key that is not in the database. Whoever can write the database but has no key cannot change, take
 * away, insert or swap a row without its link no longer fitting.
 */
import { sql, type Selectable } from 'kysely'
import { skipNumbers } from '../records/counters'
import type { DatabaseOrTransaction } from '../records/database'
import type { Reading, Writing } from '../records/handles'
import type { AuditEventTable } from '../records/schema'
import { NO_MAC, type RowMac } from './row-mac'

export type Chain = {
  mac: RowMac
  /** Number of the first row of this chain, and what its link is made over. */
  firstSeq: number
  begin: Buffer
}

/** A row as it is stored. */
export type StoredRow = Selectable<AuditEventTable>

/** The order of the values in a row's text. New columns would begin a new form; these are never reordered. */
const ROW = [
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
 * A row as one text: a JSON array, so that no two different rows have the same. Made of what is stored, both when a link
 * is written and when it is checked, and here alone, so that it is the same on every engine.
 */
export const rowText = (row: StoredRow): string => JSON.stringify(ROW.map((column) => row[column]))

/** What the first link of a chain is made over: these records, this place in them, and how the chain before ended. */
export const beginOf = (mac: RowMac, vaultId: string, firstSeq: number, before: Buffer | null): Buffer =>
  Buffer.from(
    mac.of(
      NO_MAC,
      JSON.stringify(['yarrow audit chain', vaultId, firstSeq, before?.toString('hex') ?? null]),
    ),
    'latin1',
  )

export type Head = { seq: number; mac: Buffer }

/** The newest link; null when there is none. Outside a transaction: of what is committed. */
export async function headOf(database: Reading): Promise<Head | null> {
  const head = await database
    .selectFrom('auditLink')
    .select(['seq', 'mac'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return head ?? null
}

/** Links a row that was just inserted. In the transaction of the row, so that neither is ever without the other. */
export async function link(within: Writing, chain: Chain, row: StoredRow): Promise<void> {
  const previous = await within
    .selectFrom('auditLink')
    .select('mac')
    .where('seq', '>=', chain.firstSeq)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  const mac = Buffer.from(chain.mac.of(previous?.mac ?? chain.begin, rowText(row)), 'latin1')
  await within.insertInto('auditLink').values({ seq: row.seq, mac }).execute()
}

/** Rows behind a number, each with its text and its link, in their order; for what goes through all of them. */
export async function rowsBehind(
  database: DatabaseOrTransaction,
  seq: number,
  limit: number,
): Promise<{ seq: number; text: string; mac: Buffer | null }[]> {
  // Without the plug-in that renames columns, which costs as much as reading.
  const { rows } = await sql<StoredRow & { mac: Buffer | null }>`
    SELECT ${COLUMNS}, l.mac AS mac
    FROM audit_event e LEFT JOIN audit_link l ON l.seq = e.seq
    WHERE e.seq > ${seq} ORDER BY e.seq LIMIT ${limit}`.execute(database.withoutPlugins())
  return rows.map((row) => ({ seq: row.seq, text: rowText(row), mac: row.mac }))
}

const COLUMNS = sql.raw(
  ROW.map((name) => `e.${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)} AS "${name}"`).join(
    ', ',
  ),
)

/** The first number that neither a row, a link nor a chain has; the rows from now on go on there at the earliest. */
export async function nextSeq(within: Writing): Promise<number> {
  const highest = async (numbers: Promise<{ seq: number | null }>) => (await numbers).seq ?? 0
  const taken = Math.max(
    await highest(
      within
        .selectFrom('auditEvent')
        .select(({ fn }) => fn.max<number | null>('seq').as('seq'))
        .executeTakeFirstOrThrow(),
    ),
    await highest(
      within
        .selectFrom('auditLink')
        .select(({ fn }) => fn.max<number | null>('seq').as('seq'))
        .executeTakeFirstOrThrow(),
    ),
    await highest(
      within
        .selectFrom('auditChain')
        .select(({ fn }) => fn.max<number | null>('firstSeq').as('seq'))
        .executeTakeFirstOrThrow(),
    ),
  )
  await skipNumbers(within, 'audit-event', taken)
  return taken + 1
}
