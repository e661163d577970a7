/** The practice itself: one row in each vault. */
import type { Reading, Writing } from '../records/handles'

export type Practice = { name: string; region: 'US' | 'CA'; demo: boolean }

/** Null before the practice was set up. */
export async function currentPractice(handle: Reading): Promise<Practice | null> {
  const row = await handle.selectFrom('practice').selectAll().executeTakeFirst()
  return row ? { name: row.name, region: row.region, demo: row.demo === 1 } : null
}

/** False when there is one already. */
export async function createPractice(handle: Writing, { name, region, demo }: Practice): Promise<boolean> {
  if (await currentPractice(handle)) return false
  const row = { id: 1, name, region, demo: demo ? 1 : 0 } as const
  await handle.insertInto('practice').values(row).execute()
  return true
}
