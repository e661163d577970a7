/** What people are asked and say about a patient at Fullscript and a chart, and the links that come of it. */
import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { ChartReading, ChartWriting } from '../../../records/handles'
import type { FullscriptPatientMatchTable } from '../../../records/schema/fullscript'
import type { FullscriptPatient } from '../api/patients'

/** One patient of the chart and one at Fullscript. */
export type Pair = {
  patientId: string
  environment: string
  clinicId: string
  fullscriptPatientId: string
}
export type PatientMatch = Selectable<FullscriptPatientMatchTable>

export async function findMatch(charts: ChartReading, pair: Pair): Promise<PatientMatch | null> {
  const row = await charts
    .selectFrom('fullscriptPatientMatch')
    .selectAll()
    .where('patientId', '=', pair.patientId)
    .where('environment', '=', pair.environment)
    .where('clinicId', '=', pair.clinicId)
    .where('fullscriptPatientId', '=', pair.fullscriptPatientId)
    .executeTakeFirst()
  return row ?? null
}

/** Asks, or asks again; who said something before stays named. */
export async function openMatch(
  charts: ChartWriting,
  pair: Pair,
  theirs: FullscriptPatient,
  by: { personId: string; at: number },
): Promise<void> {
  const { givenName, familyName, birthDate, email, phone, sex } = theirs
  const says = { givenName, familyName, birthDate, email, phone, sex }
  const asked = { ...says, state: 'open' as const, askedBy: by.personId, askedAt: by.at }
  await charts
    .insertInto('fullscriptPatientMatch')
    .values({ id: randomUUID(), ...pair, ...asked })
    .onConflict((conflict) =>
      conflict.columns(['patientId', 'environment', 'clinicId', 'fullscriptPatientId']).doUpdateSet(asked),
    )
    .execute()
}

/** What somebody said, whether it was asked or not. */
export async function settleMatch(
  charts: ChartWriting,
  pair: Pair,
  state: 'same' | 'different',
  by: { personId: string; at: number },
): Promise<void> {
  const said = { state, answeredBy: by.personId, answeredAt: by.at }
  const unknown = { givenName: '', familyName: '', birthDate: null, email: '', phone: '', sex: '' }
  await charts
    .insertInto('fullscriptPatientMatch')
    .values({ id: randomUUID(), ...pair, ...unknown, ...said })
    .onConflict((conflict) =>
      conflict.columns(['patientId', 'environment', 'clinicId', 'fullscriptPatientId']).doUpdateSet(said),
    )
    .execute()
}

/** Nobody has to answer any more what a link, or a contradiction, has settled. */
export async function dropQuestions(
  charts: ChartWriting,
  pair: Pair,
  which: 'of the pair' | 'of either',
): Promise<void> {
  await charts
    .deleteFrom('fullscriptPatientMatch')
    .where('state', '=', 'open')
    .where('environment', '=', pair.environment)
    .where('clinicId', '=', pair.clinicId)
    .where((row) => {
      const either = [
        row('patientId', '=', pair.patientId),
        row('fullscriptPatientId', '=', pair.fullscriptPatientId),
      ]
      return which === 'of either' ? row.or(either) : row.and(either)
    })
    .execute()
}

/** The questions that wait in a chart, oldest first. */
export async function openMatches(charts: ChartReading, patientId: string) {
  return charts
    .selectFrom('fullscriptPatientMatch as match')
    .leftJoin('fullscriptClinic as clinic', (join) =>
      join
        .onRef('clinic.environment', '=', 'match.environment')
        .onRef('clinic.clinicId', '=', 'match.clinicId'),
    )
    .leftJoin('person', 'person.id', 'match.answeredBy')
    .selectAll('match')
    .select(['clinic.name as clinicName', 'person.displayName as answeredByName'])
    .select((row) =>
      row
        .selectFrom('fullscriptPlanNotification as pending')
        .select(({ fn }) => fn.countAll<number>().as('plans'))
        .whereRef('pending.patientId', '=', 'match.patientId')
        .whereRef('pending.environment', '=', 'match.environment')
        .whereRef('pending.fullscriptPatientId', '=', 'match.fullscriptPatientId')
        .as('plansWaiting'),
    )
    .where('match.patientId', '=', patientId)
    .where('match.state', '=', 'open')
    .orderBy('match.askedAt')
    .execute()
}

/** The links of a chart, and how many of its plans came by each. */
export async function linksOf(charts: ChartReading, patientId: string) {
  return charts
    .selectFrom('patientFullscriptLink as link')
    .innerJoin('person', 'person.id', 'link.linkedBy')
    .leftJoin('fullscriptClinic as clinic', (join) =>
      join
        .onRef('clinic.environment', '=', 'link.environment')
        .onRef('clinic.clinicId', '=', 'link.clinicId'),
    )
    .selectAll('link')
    .select(['clinic.name as clinicName', 'person.displayName as linkedByName'])
    .select((row) =>
      row
        .selectFrom('fullscriptPlan as source')
        .innerJoin('treatmentPlan as plan', 'plan.id', 'source.planId')
        .select(({ fn }) => fn.countAll<number>().as('plans'))
        .whereRef('plan.patientId', '=', 'link.patientId')
        .whereRef('source.environment', '=', 'link.environment')
        .whereRef('source.clinicId', '=', 'link.clinicId')
        .where('plan.removedAt', 'is', null)
        .as('plans'),
    )
    .where('link.patientId', '=', patientId)
    .orderBy('link.linkedAt')
    .execute()
}

/** The patient at Fullscript that a chart is linked to in a clinic. */
export async function linkedPatient(
  charts: ChartReading,
  { patientId, environment, clinicId }: Omit<Pair, 'fullscriptPatientId'>,
): Promise<string | null> {
  const row = await charts
    .selectFrom('patientFullscriptLink')
    .select('fullscriptPatientId')
    .where('patientId', '=', patientId)
    .where('environment', '=', environment)
    .where('clinicId', '=', clinicId)
    .executeTakeFirst()
  return row?.fullscriptPatientId ?? null
}

/** Whether the patient at Fullscript is linked to some chart. */
export async function isLinked(
  charts: ChartReading,
  { environment, clinicId, fullscriptPatientId }: Omit<Pair, 'patientId'>,
): Promise<boolean> {
  const row = await charts
    .selectFrom('patientFullscriptLink')
    .select('patientId')
    .where('environment', '=', environment)
    .where('clinicId', '=', clinicId)
    .where('fullscriptPatientId', '=', fullscriptPatientId)
    .executeTakeFirst()
  return row !== undefined
}

/** False: the link was there already. */
export async function insertLink(
  charts: ChartWriting,
  pair: Pair,
  by: { personId: string; at: number },
): Promise<boolean> {
  const inserted = await charts
    .insertInto('patientFullscriptLink')
    .values({ ...pair, linkedBy: by.personId, linkedAt: by.at })
    .onConflict((conflict) => conflict.columns(['patientId', 'environment', 'clinicId']).doNothing())
    .executeTakeFirst()
  return Boolean(inserted.numInsertedOrUpdatedRows)
}

/** False: there was no such link. */
export async function deleteLink(charts: ChartWriting, pair: Pair): Promise<boolean> {
  const deleted = await charts
    .deleteFrom('patientFullscriptLink')
    .where('patientId', '=', pair.patientId)
    .where('environment', '=', pair.environment)
    .where('clinicId', '=', pair.clinicId)
    .where('fullscriptPatientId', '=', pair.fullscriptPatientId)
    .executeTakeFirst()
  return deleted.numDeletedRows > 0n
}
