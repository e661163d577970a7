/**
 * The chain over the audit rows (F-620). Every row has a link: the MAC over the link before it and the row as it is
 * stored, under a key that is not in the database. Whoever can write the database but has no key cannot change, take
 * away, insert or swap a row without its link no longer fitting.
 */
import { sql } from 'kysely'
import type { DatabaseOrTransaction } from '../records/database'
import { NO_MAC, type RowMac } from './row-mac'

export type Chain = {
  mac: RowMac
  /** Number of the first row of this chain, and what its link is made over. */
  firstSeq: number
  begin: Buffer
}

/**
 * A row as one text: a JSON array, so that no two different rows have the same. Made by SQLite of what is stored, both
 * when a link is written and when it is checked. New columns would begin a new form; these are never reordered.
 */
export const ROW_TEXT = `json_array(e.seq, e.at, e.monotonic, e.person_id, e.acting_as_type, e.acting_as_id, e.action,
  e.patient_id, e.subject, e.emergency, e.outcome, e.app_version)`

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
export async function headOf(database: DatabaseOrTransaction): Promise<Head | null> {
  const head = await database
    .selectFrom('auditLink')
    .select(['seq', 'mac'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return head ?? null
}

/** Links the row that was inserted last. In the transaction of the row, so that neither is ever without the other. */
export async function linkLast(within: DatabaseOrTransaction, chain: Chain): Promise<void> {
  const { rows } = await sql<{ seq: number; text: string; previous: Buffer | null }>`
    SELECT e.seq AS seq, ${sql.raw(ROW_TEXT)} AS text,
      (SELECT mac FROM audit_link WHERE seq >= ${chain.firstSeq} ORDER BY seq DESC LIMIT 1) AS previous
    FROM audit_event e ORDER BY e.seq DESC LIMIT 1`.execute(within)
  const [row] = rows
  if (!row) throw new Error('There is no row to link')
  const mac = Buffer.from(chain.mac.of(row.previous ?? chain.begin, row.text), 'latin1')
  await within.insertInto('auditLink').values({ seq: row.seq, mac }).execute()
}

/** The first number that neither a row, a link nor a chain has. */
export async function nextSeq(within: DatabaseOrTransaction): Promise<number> {
  const { rows } = await sql<{ seq: number }>`SELECT max(
    ifnull((SELECT max(seq) FROM audit_event), 0), ifnull((SELECT max(seq) FROM audit_link), 0),
    ifnull((SELECT max(first_seq) FROM audit_chain), 0)) + 1 AS seq`.execute(within)
  return rows[0]?.seq ?? 1
}
