/** Announced plans that are not in the chart yet: written before the first fetch, gone with the landing. */
import type { AnnouncedPlan } from '../../../shared/bridge/plans'
import type { Database, DatabaseOrTransaction } from '../../storage/database'
import type { Place } from './patient-links'

export type PlanHint = { patientId: string; fullscriptPlanId: string; fullscriptPatientId: string }

export async function keepHint(
  database: Database,
  place: Pick<Place, 'personId' | 'environment'>,
  hint: PlanHint,
  now: number,
): Promise<void> {
  await database
    .insertInto('fullscriptPlanHint')
    .values({ ...hint, environment: place.environment, personId: place.personId, createdAt: now })
    .onConflict((conflict) => conflict.columns(['environment', 'fullscriptPlanId']).doNothing())
    .execute()
}

export async function dropHint(
  within: DatabaseOrTransaction,
  environment: string,
  fullscriptPlanId: string,
): Promise<void> {
  await within
    .deleteFrom('fullscriptPlanHint')
    .where('environment', '=', environment)
    .where('fullscriptPlanId', '=', fullscriptPlanId)
    .execute()
}

/** Of one person, whose connection is the one that may read the plan. Oldest first. */
export async function hintsOf(
  database: Database,
  personId: string,
  environment: string,
): Promise<PlanHint[]> {
  return database
    .selectFrom('fullscriptPlanHint')
    .select(['patientId', 'fullscriptPlanId', 'fullscriptPatientId'])
    .where('personId', '=', personId)
    .where('environment', '=', environment)
    .orderBy('createdAt')
    .execute()
}

/** Of one patient, whoever's connection brings them in. Oldest first. */
export async function hintsFor(
  database: Database,
  patientId: string,
  environment: string,
): Promise<AnnouncedPlan[]> {
  return database
    .selectFrom('fullscriptPlanHint as hint')
    .innerJoin('person', 'person.id', 'hint.personId')
    .select(['hint.personId', 'person.displayName as personName', 'hint.createdAt as announcedAt'])
    .where('hint.patientId', '=', patientId)
    .where('hint.environment', '=', environment)
    .orderBy('hint.createdAt')
    .execute()
}
