/** Sealed connect attempts: one row for each person at each workstation, gone when the attempt ends in any way (F-206). */
import type { Selectable } from 'kysely'
import type { FailureCode } from '../../../../shared/failures'
import type { Audit } from '../../../audit/audit'
import type { FullscriptConnectAttemptTable } from '../../../records/schema'
import type { Records } from '../../../records/unit-of-work'

export type AttemptRow = Selectable<FullscriptConnectAttemptTable>

/** How an attempt ended without a connection, for the audit. */
export type AttemptEnd = { personId: string; subject: FailureCode; outcome: 'refused' | 'failed' }

/** Every call is durable when it resolves, and throws storage errors. */
export interface AttemptRows {
  /** Replaces what the person had here. */
  save(row: AttemptRow): Promise<void>
  of(personId: string): Promise<AttemptRow | null>
  all(): Promise<AttemptRow[]>
  /** Of other workstations, with a deadline before this: one of them may be there no more. */
  leftElsewhere(before: number): Promise<AttemptRow[]>
  /** Removes the row, and writes down how it ended in the same unit; never touches a newer attempt. */
  remove(answerDigest: string, end: AttemptEnd | null): Promise<void>
}

/** The rows of one workstation: an answer arrives where the browser was sent away. */
export function attemptRows(
  records: Pick<Records, 'read' | 'internal'>,
  audit: Audit,
  stationId: string,
): AttemptRows {
  const all = () =>
    records.read((handle) =>
      handle.selectFrom('fullscriptConnectAttempt').selectAll().where('stationId', '=', stationId).execute(),
    )
  return {
    all,
    leftElsewhere: (before) =>
      records.read((handle) =>
        handle
          .selectFrom('fullscriptConnectAttempt')
          .selectAll()
          .where('stationId', '<>', stationId)
          .where('deadline', '<', before)
          .execute(),
      ),
    of: async (personId) => (await all()).find((row) => row.personId === personId) ?? null,
    save: (row) =>
      records.internal(async (handle) => {
        await handle
          .insertInto('fullscriptConnectAttempt')
          .values(row)
          .onConflict((conflict) => conflict.columns(['personId', 'stationId']).doUpdateSet(row))
          .execute()
      }),
    remove: (answerDigest, end) =>
      records.internal(async (handle) => {
        await handle.deleteFrom('fullscriptConnectAttempt').where('answerDigest', '=', answerDigest).execute()
        if (end) await audit.record({ ...end, action: 'fullscript.connect' }, handle)
      }),
  }
}
