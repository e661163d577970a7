/**
 * Work that only one workstation may do at a time: whoever takes its lease first does it, until it is given back or its
 * time is over. A lease is a row, taken by one statement, so that of two who take it at a time one does not get it. Times are
 * the clock of whoever takes it: stations whose clocks differ by more than a lease lasts may work at once, so what hangs on
 * it must also say in its own rows which of two came first.
 */
import type { Writing } from './handles'
import type { LeaseTable } from './schema'

/**
 * Whether `holder` has the lease from now on, also when it had it before. `now`, `until`: epoch milliseconds; a lease whose
 * time is over can be taken by anybody.
 */
export async function takeLease(handle: Writing, lease: LeaseTable, now: number): Promise<boolean> {
  const { holder, until } = lease
  const taken = await handle
    .insertInto('lease')
    .values(lease)
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet({ holder, until })
        .where((row) => row.or([row('lease.holder', '=', holder), row('lease.until', '<=', now)])),
    )
    .returning('name')
    .executeTakeFirst()
  return taken !== undefined
}

/** Does nothing when somebody else has it by now. */
export async function releaseLease(
  handle: Writing,
  { name, holder }: Pick<LeaseTable, 'name' | 'holder'>,
): Promise<void> {
  await handle.deleteFrom('lease').where('name', '=', name).where('holder', '=', holder).execute()
}
