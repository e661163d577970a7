/**
 * Numbers that are handed out once. Each counter is a row, and not the highest number in some table: two stations that
 * take the next one at a time collide there, and the work of one is done again.
 */
import type { Writing } from './handles'
import type { CounterTable } from './schema'

/** Part of the work that asks: what is undone gives its number back. */
export async function nextNumber(handle: Writing, name: CounterTable['name']): Promise<number> {
  const { value } = await handle
    .updateTable('counter')
    .set((row) => ({ value: row('value', '+', 1) }))
    .where('name', '=', name)
    .returning('value')
    .executeTakeFirstOrThrow()
  return value
}

/** Numbers up to `value` are taken, whatever the counter says. */
export async function skipNumbers(handle: Writing, name: CounterTable['name'], value: number): Promise<void> {
  await handle
    .insertInto('counter')
    .values({ name, value })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet({ value }).where('counter.value', '<', value),
    )
    .execute()
}
