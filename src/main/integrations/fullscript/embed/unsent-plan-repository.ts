/**
 * Open plans that may not have been sent: written down with the first sign of work, so that their owner hears of it
 * however they end. Gone when the plan was sent, closed on purpose, or told.
 */
import type { PlanEnd } from '../../../../shared/contract/embed'
import { ok, type Result } from '../../../../shared/failures'
import type { Clock } from '../../../platform/clock/clock'
import { withStorageFailures } from '../../../records/database-errors'
import type { ChartWriting } from '../../../records/handles'
import type { Records } from '../../../records/unit-of-work'

export type UnsentPlan = { patientId: string; endedAt: number; why: PlanEnd }

export interface UnsentPlans {
  /** A plan of this person for this patient may hold something from now on. */
  keep(personId: string, patientId: string): Promise<Result<null>>
  end(personId: string, patientId: string, why: PlanEnd): Promise<Result<null>>
  forget(personId: string, patientId: string): Promise<Result<null>>
  /** Oldest first. One whose end nobody could write down was open when Yarrow stopped: `stopped`. */
  of(personId: string): Promise<Result<UnsentPlan[]>>
}

type Dependencies = { records: Pick<Records, 'background'>; clock: Clock }

export function createUnsentPlans({ records, clock }: Dependencies): UnsentPlans {
  const done = (work: (charts: ChartWriting) => Promise<unknown>): Promise<Result<null>> =>
    withStorageFailures(async () => {
      await records.background(work)
      return ok(null)
    })
  return {
    keep: (personId, patientId) =>
      done((charts) =>
        charts
          .insertInto('unsentPlan')
          .values({ personId, patientId, ...seen(clock.now()) })
          .onConflict((conflict) =>
            conflict.columns(['personId', 'patientId']).doUpdateSet(seen(clock.now())),
          )
          .execute(),
      ),
    end: (personId, patientId, why) =>
      done((charts) =>
        charts
          .updateTable('unsentPlan')
          .set({ endedAt: clock.now(), why })
          .where('personId', '=', personId)
          .where('patientId', '=', patientId)
          .execute(),
      ),
    forget: (personId, patientId) =>
      done((charts) =>
        charts
          .deleteFrom('unsentPlan')
          .where('personId', '=', personId)
          .where('patientId', '=', patientId)
          .execute(),
      ),
    of: (personId) =>
      withStorageFailures(async () => {
        const rows = await records.background((charts) =>
          charts
            .selectFrom('unsentPlan')
            .selectAll()
            .where('personId', '=', personId)
            .orderBy('seenAt')
            .execute(),
        )
        return ok(
          rows.map(({ patientId, seenAt, endedAt, why }) => ({
            patientId,
            endedAt: endedAt ?? seenAt,
            why: why ?? 'stopped',
          })),
        )
      }),
  }
}

const seen = (seenAt: number) => ({ seenAt, endedAt: null, why: null })
