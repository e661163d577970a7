/** Plans that Fullscript told of and that are not in the chart yet: written before the first fetch, gone with the import. */
import type { PendingPlan } from '../../../../shared/contract/plans'
import type { FailureCode } from '../../../../shared/failures'
import type { ChartReading, ChartWriting } from '../../../records/handles'

export type PlanNotification = { patientId: string; fullscriptPlanId: string; fullscriptPatientId: string }

export async function addPending(
  charts: ChartWriting,
  place: { personId: string; environment: string },
  notification: PlanNotification,
  now: number,
): Promise<void> {
  await charts
    .insertInto('fullscriptPlanNotification')
    .values({ ...notification, environment: place.environment, personId: place.personId, createdAt: now })
    .onConflict((conflict) => conflict.columns(['environment', 'fullscriptPlanId']).doNothing())
    .execute()
}

export async function removePending(
  charts: ChartWriting,
  environment: string,
  fullscriptPlanId: string,
): Promise<void> {
  await charts
    .deleteFrom('fullscriptPlanNotification')
    .where('environment', '=', environment)
    .where('fullscriptPlanId', '=', fullscriptPlanId)
    .execute()
}

/** Nobody waits any longer for what is pending for a chart as this patient's; answers which plans those were. */
export async function removePendingOf(
  charts: ChartWriting,
  pair: { patientId: string; environment: string; fullscriptPatientId: string },
): Promise<string[]> {
  const rows = await charts
    .deleteFrom('fullscriptPlanNotification')
    .where('patientId', '=', pair.patientId)
    .where('environment', '=', pair.environment)
    .where('fullscriptPatientId', '=', pair.fullscriptPatientId)
    .returning('fullscriptPlanId')
    .execute()
  return rows.map(({ fullscriptPlanId }) => fullscriptPlanId)
}

/** Those that nobody has to say anything about first: whether it is the same person was not asked, or was answered. */
const askedNobody = (charts: ChartReading) =>
  charts
    .selectFrom('fullscriptPlanNotification as pending')
    .leftJoin('fullscriptPatientMatch as match', (join) =>
      join
        .onRef('match.patientId', '=', 'pending.patientId')
        .onRef('match.environment', '=', 'pending.environment')
        .onRef('match.fullscriptPatientId', '=', 'pending.fullscriptPatientId')
        .on('match.state', '=', 'open'),
    )
    .where('match.id', 'is', null)

const pendingIn = (charts: ChartReading, environment: string) =>
  askedNobody(charts)
    .select(['pending.patientId', 'pending.fullscriptPlanId', 'pending.fullscriptPatientId'])
    .where('pending.environment', '=', environment)
    .orderBy('pending.createdAt')

/** Of one person, whose connection is the one that may read the plan. Oldest first. */
export const pendingOf = (
  charts: ChartReading,
  personId: string,
  environment: string,
): Promise<PlanNotification[]> =>
  pendingIn(charts, environment).where('pending.personId', '=', personId).execute()

/** What can come into one chart now. Oldest first. */
export const pendingInto = (
  charts: ChartReading,
  patientId: string,
  environment: string,
): Promise<PlanNotification[]> =>
  pendingIn(charts, environment).where('pending.patientId', '=', patientId).execute()

/** Of one patient, whoever's connection brings them in, and how far it is with them. Oldest first. */
export async function pendingPlansFor(
  charts: ChartReading,
  patientId: string,
  environment: string,
): Promise<PendingPlan[]> {
  const rows = await askedNobody(charts)
    .innerJoin('person', 'person.id', 'pending.personId')
    .leftJoin('fullscriptRetry as retry', (join) =>
      join
        .onRef('retry.environment', '=', 'pending.environment')
        .onRef('retry.fullscriptId', '=', 'pending.fullscriptPlanId')
        .on('retry.kind', '=', 'plan'),
    )
    .select([
      'pending.fullscriptPlanId',
      'pending.personId',
      'person.displayName as personName',
      'pending.createdAt as notifiedAt',
      'retry.failure',
      'retry.nextTryAt',
    ])
    .where('pending.patientId', '=', patientId)
    .where('pending.environment', '=', environment)
    .orderBy('pending.createdAt')
    .execute()
  return rows.map((row) => ({ ...row, failure: row.failure as FailureCode | null }))
}
