/** What is in the tables of a database, counted and hashed, so that two can be compared without being side by side. */
import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Database } from './database'

/** `hash`: of all rows, 64 hexadecimal digits. */
export type TableFacts = { name: string; rows: number; hash: string }

/** Every page and every index of the file fits. */
export async function isSound(database: Database): Promise<boolean> {
  const { rows } = await sql<{ quickCheck: string }>`PRAGMA quick_check`.execute(database)
  return rows[0]?.quickCheck === 'ok'
}

/** Rows read at once; between them other work gets its turn. */
const PORTION = 500
const WIDTH = 2n ** 256n

/**
 * Every table of the database. The hash is over each row's values in the order of their columns' names, and the rows in any
 * order, because that says nothing. Throws as storage does, and what `stop` throws, which is asked between portions.
 */
export async function factsOf(database: Database, stop: () => void = () => undefined): Promise<TableFacts[]> {
  const plain = database.withoutPlugins()
  const { rows: names } = await sql<{ name: string }>`
    SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`.execute(plain)
  const facts: TableFacts[] = []
  for (const { name } of names) facts.push(await factsOfTable(plain, name, stop))
  return facts
}

async function factsOfTable(plain: Database, name: string, stop: () => void): Promise<TableFacts> {
  const columns = await sql<{ name: string; pk: number }>`
    SELECT name, pk FROM pragma_table_info(${name}) ORDER BY name`.execute(plain)
  const all = columns.rows.map((column) => column.name)
  const keys = columns.rows.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk)
  // Each portion begins behind the last row of the one before, found by the table's own key.
  const hasRowId = await sql<{ found: number }>`
    SELECT wr = 0 AS found FROM pragma_table_list WHERE schema = 'main' AND name = ${name}`.execute(plain)
  const order = hasRowId.rows[0]?.found === 1 ? ['rowid'] : keys.map((key) => key.name)
  let [rows, sum] = [0, 0n]
  let after: unknown[] | null = null
  for (;;) {
    stop()
    const by = sql.join(order.map((column) => sql.ref(column)))
    const behind = after ? sql`WHERE (${by}) > (${sql.join(after)})` : sql``
    const portion: { rows: Record<string, unknown>[] } = await sql<Record<string, unknown>>`
      SELECT ${sql.join(order.map((column, place) => sql`${sql.ref(column)} AS ${sql.ref(`__${String(place)}`)}`))},
        ${sql.join(all.map((column) => sql.ref(column)))}
      FROM ${sql.table(name)} ${behind} ORDER BY ${by} LIMIT ${sql.lit(PORTION)}`.execute(plain)
    for (const row of portion.rows) {
      rows += 1
      sum = (sum + hashOf(all.map((column) => row[column]))) % WIDTH
      after = order.map((_, place) => row[`__${String(place)}`])
    }
    if (portion.rows.length < PORTION) break
    await setImmediate()
  }
  return { name, rows, hash: sum.toString(16).padStart(64, '0') }
}

/** Values of one row with their kinds, so that "1", 1 and the byte 0x31 differ. */
function hashOf(values: unknown[]): bigint {
  const text = JSON.stringify(
    values.map((value) => {
      if (value === null) return null
      if (value instanceof Uint8Array) return ['bytes', Buffer.from(value).toString('base64')]
      return [typeof value, typeof value === 'bigint' ? value.toString() : value]
    }),
  )
  return BigInt(`0x${createHash('sha256').update(text).digest('hex')}`)
}
