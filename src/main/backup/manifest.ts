/** What a backup says of itself inside, made from the copy before it was sealed: every table, counted and hashed. */
import { z } from 'zod'
import type { TableFacts } from '../records/table-facts'

const hex = z.string().regex(/^[0-9a-f]{64}$/)

const tableSchema: z.ZodType<TableFacts> = z.strictObject({
  name: z.string(),
  rows: z.number().int(),
  hash: hex,
})
export const manifestSchema = z.strictObject({
  vaultId: z.uuid(),
  practiceName: z.string(),
  appVersion: z.string(),
  schema: z.number().int(),
  madeAt: z.number().int(),
  /** Of the database file behind this. */
  databaseBytes: z.number().int(),
  /** Opens the database file. */
  databaseKey: hex,
  tables: z.array(tableSchema),
})
export type Manifest = z.infer<typeof manifestSchema>

/** The tables that are not as the manifest says, by name; empty when all are. */
export function differences(said: readonly TableFacts[], found: readonly TableFacts[]): string[] {
  const names = new Set([...said, ...found].map(({ name }) => name))
  return [...names].filter((name) => {
    const [one, other] = [said, found].map((facts) => facts.find((table) => table.name === name))
    return !one || one.rows !== other?.rows || one.hash !== other.hash
  })
}
