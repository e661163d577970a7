/** Announced plans that are not in the chart yet: written before the first fetch, gone with the landing. */
import type { AnnouncedPlan } from '../../../../shared/contract/plans'
import type { FailureCode } from '../../../../shared/failures'
import type { ChartReading, ChartWriting } from '../../../records/handles'

export type PlanHint = { patientId: string; fullscriptPlanId: string; fullscriptPatientId: string }

export async function keepHint(
  charts: ChartWriting,
  place: { personId: string; environment: string },
  hint: PlanHint,
  now: number,
): Promise<void> {
  await charts
    .insertInto('fullscriptPlanHint')
    .values({ ...hint, environment: place.environment, personId: place.personId, createdAt: now })
    .onConflict((conflict) => conflict.columns(['environment', 'fullscriptPlanId']).doNothing())
    .execute()
}

export async function dropHint(
  charts: ChartWriting,
  environment: string,
  fullscriptPlanId: string,
): Promise<void> {
  await charts
    .deleteFrom('fullscriptPlanHint')
    .where('environment', '=', environment)
    .where('fullscriptPlanId', '=', fullscriptPlanId)
    .execute()
}

/** Nobody waits any longer for what was announced for a chart as this patient's; answers which plans those were. */
export async function dropHintsOf(
  charts: ChartWriting,
  pair: { patientId: string; environment: string; fullscriptPatientId: string },
): Promise<string[]> {
  const rows = await charts
    .deleteFrom('fullscriptPlanHint')
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
    .selectFrom('fullscriptPlanHint as hint')
    .leftJoin('fullscriptPatientMatch as match', (join) =>
      join
        .onRef('match.patientId', '=', 'hint.patientId')
        .onRef('match.environment', '=', 'hint.environment')
        .onRef('match.fullscriptPatientId', '=', 'hint.fullscriptPatientId')
        .on('match.state', '=', 'open'),
    )
    .where('match.id', 'is', null)

const hintsIn = (charts: ChartReading, environment: string) =>
  askedNobody(charts)
    .select(['hint.patientId', 'hint.fullscriptPlanId', 'hint.fullscriptPatientId'])
    .where('hint.environment', '=', environment)
    .orderBy('hint.createdAt')

/** Of one person, whose connection is the one that may read the plan. Oldest first. */
export const hintsOf = (charts: ChartReading, personId: string, environment: string): Promise<PlanHint[]> =>
  hintsIn(charts, environment).where('hint.personId', '=', personId).execute()

/** What can come into one chart now. Oldest first. */
export const hintsInto = (
  charts: ChartReading,
  patientId: string,
  environment: string,
): Promise<PlanHint[]> => hintsIn(charts, environment).where('hint.patientId', '=', patientId).execute()

/** Of one patient, whoever's connection brings them in, and how far it is with them. Oldest first. */
export async function hintsFor(
  charts: ChartReading,
  patientId: string,
  environment: string,
): Promise<AnnouncedPlan[]> {
  const rows = await askedNobody(charts)
    .innerJoin('person', 'person.id', 'hint.personId')
    .leftJoin('fullscriptRetry as retry', (join) =>
      join
        .onRef('retry.environment', '=', 'hint.environment')
        .onRef('retry.fullscriptId', '=', 'hint.fullscriptPlanId')
        .on('retry.kind', '=', 'plan'),
    )
    .select([
      'hint.fullscriptPlanId',
      'hint.personId',
      'person.displayName as personName',
      'hint.createdAt as announcedAt',
      'retry.failure',
      'retry.nextTryAt',
    ])
    .where('hint.patientId', '=', patientId)
    .where('hint.environment', '=', environment)
    .orderBy('hint.createdAt')
    .execute()
  return rows.map((row) => ({ ...row, failure: row.failure as FailureCode | null }))
}
