/**
 * What people see and say about who a chart's patient is at Fullscript: they answer what is not certain, and undo a link
 * that was wrong, with the plans that came by it. Nothing is deleted: what leaves a chart is kept and in the audit.
 */
import {
  COMPARED_FIELDS,
  type MatchQuestion,
  type PatientLinks as PatientLinksState,
} from '../../../../shared/contract/links'
import type { Patient } from '../../../../shared/contract/patients'
import { failed, ok, type Result } from '../../../../shared/failures'
import type { Audit } from '../../../audit/audit'
import type { PlansService } from '../../../chart/plans-service'
import type { Clock } from '../../../platform/clock/clock'
import type { ChartAccess } from '../../../patients/chart-access'
import type { Database, DatabaseOrTransaction } from '../../../records/database'
import { withStorageFailures } from '../../../records/database-errors'
import type { ChartPatients, PatientLinks } from './patient-links'
import {
  deleteLink,
  dropQuestions,
  linksOf,
  openMatches,
  settleMatch,
  type Pair,
} from './patient-match-repository'
import { dropHintsOf } from './plan-hints'
import { compareIdentities } from './same-person'

type Dependencies = {
  database: Database
  audit: Audit
  clock: Clock
  access: Pick<ChartAccess, 'enter'>
  patients: ChartPatients
  plans: PlansService
  links: PatientLinks
}

type OpenMatch = Awaited<ReturnType<typeof openMatches>>[number]

export class PatientMatches {
  readonly #with: Dependencies

  constructor(dependencies: Dependencies) {
    this.#with = dependencies
  }

  /** The chart's links and the questions that wait in it; the look is in the audit. `chart-restricted`. */
  async forPatient(personId: string, patientId: string): Promise<Result<PatientLinksState>> {
    const { database, access, audit } = this.#with
    return withStorageFailures(async () => {
      const look = { personId, patientId, action: 'patient.links-read' } as const
      const entered = await access.enter(look)
      if (!entered.ok) return entered
      await audit.record({ ...look, outcome: 'done' })
      const open = await openMatches(database, patientId)
      const links = (await linksOf(database, patientId)).map((link) => ({
        environment: link.environment,
        clinicId: link.clinicId,
        clinicName: link.clinicName ?? '',
        fullscriptPatientId: link.fullscriptPatientId,
        linked: { personName: link.linkedByName, at: link.linkedAt },
        plans: link.plans ?? 0,
      }))
      if (open.length === 0) return ok({ questions: [], links })
      // The two stand side by side, so that the chart's is looked at too.
      const patient = await this.#with.patients.get(personId, patientId)
      if (!patient.ok) return patient
      return ok({ questions: open.map((match) => questionOf(patient.value, match)), links })
    })
  }

  /** Writes down what somebody says. `not-found` when nothing is asked any more. */
  async answer(
    personId: string,
    { patientId, questionId, same }: { patientId: string; questionId: string; same: boolean },
  ): Promise<Result<PatientLinksState>> {
    const { database, access, patients } = this.#with
    const action = same ? 'patient.match-confirmed' : 'patient.match-denied'
    const answered = await withStorageFailures(async () => {
      const entered = await access.enter({ personId, patientId, action })
      if (!entered.ok) return entered
      const patient = await patients.get(personId, patientId)
      if (!patient.ok) return patient
      return database.transaction().execute(async (within) => {
        const match = (await openMatches(within, patientId)).find(({ id }) => id === questionId)
        if (!match) return failed('not-found')
        const pair = pairOf(match)
        if (!same) return this.#deny(personId, pair, within)
        // What was asked may have been settled otherwise while the question stood on the screen.
        const possible =
          compareIdentities(patient.value, match).verdict !== 'different' &&
          (await this.#with.links.linkedTo(pair, patientId, within)) === null &&
          !(await this.#with.links.taken(pair, within))
        return possible ? this.#confirm(personId, pair, within) : this.#refuse(personId, pair, within)
      })
    })
    if (!answered.ok && answered.failure.code !== 'embed-wrong-patient') return answered
    this.#with.links.tell(patientId)
    return answered.ok ? this.forPatient(personId, patientId) : answered
  }

  /** Undoes a link: its plans leave the chart, and what is on its way by it is no longer waited for. `not-found`. */
  async undo(personId: string, pair: Pair): Promise<Result<PatientLinksState>> {
    const { database, access, audit, clock, plans, links } = this.#with
    const { patientId, fullscriptPatientId } = pair
    const deed = { personId, patientId, action: 'patient.unlinked' } as const
    const undone = await withStorageFailures(() =>
      database.transaction().execute(async (within) => {
        const entered = await access.enter(deed, within)
        if (!entered.ok) return entered
        if (!(await deleteLink(within, pair))) return failed('not-found')
        await plans.remove({ personId }, patientId, pair, within)
        await this.#dropWaiting(personId, pair, within)
        await settleMatch(within, pair, 'different', { personId, at: clock.now() })
        await audit.record({ ...deed, subject: fullscriptPatientId, outcome: 'done' }, within)
        return ok(null)
      }),
    )
    if (!undone.ok) return undone
    links.tell(patientId)
    return this.forPatient(personId, patientId)
  }

  async #confirm(personId: string, pair: Pair, within: DatabaseOrTransaction): Promise<Result<null>> {
    const { audit, clock, links } = this.#with
    const { patientId, fullscriptPatientId: subject } = pair
    await settleMatch(within, pair, 'same', { personId, at: clock.now() })
    const entry = { personId, patientId, subject, action: 'patient.match-confirmed' } as const
    await audit.record({ ...entry, outcome: 'done' }, within)
    await links.link({ personId }, pair, within)
    return ok(null)
  }

  async #deny(personId: string, pair: Pair, within: DatabaseOrTransaction): Promise<Result<null>> {
    const { audit, clock } = this.#with
    const { patientId, fullscriptPatientId: subject } = pair
    await this.#dropWaiting(personId, pair, within)
    await settleMatch(within, pair, 'different', { personId, at: clock.now() })
    const entry = { personId, patientId, subject, action: 'patient.match-denied' } as const
    await audit.record({ ...entry, outcome: 'done' }, within)
    return ok(null)
  }

  /** They cannot be the same, whatever somebody says. */
  async #refuse(personId: string, pair: Pair, within: DatabaseOrTransaction): Promise<Result<never>> {
    const { patientId, fullscriptPatientId: subject } = pair
    await this.#dropWaiting(personId, pair, within)
    await dropQuestions(within, pair, 'of the pair')
    const entry = { personId, patientId, subject, action: 'patient.match-confirmed' } as const
    await this.#with.audit.record({ ...entry, outcome: 'refused' }, within)
    return failed('embed-wrong-patient')
  }

  async #dropWaiting(personId: string, pair: Pair, within: DatabaseOrTransaction): Promise<void> {
    const { patientId } = pair
    for (const subject of await dropHintsOf(within, pair)) {
      const entry = { personId, action: 'plan.landed', patientId, subject, outcome: 'refused' } as const
      await this.#with.audit.record(entry, within)
    }
  }
}

const pairOf = ({ patientId, environment, clinicId, fullscriptPatientId }: Pair): Pair => ({
  ...{ patientId, environment, clinicId, fullscriptPatientId },
})

function questionOf(patient: Patient, match: OpenMatch): MatchQuestion {
  const { fields } = compareIdentities(patient, match)
  return {
    id: match.id,
    clinicName: match.clinicName ?? '',
    fields: COMPARED_FIELDS.map((field) => ({
      field,
      chart: patient[field] ?? '',
      fullscript: match[field] ?? '',
      comparison: fields[field],
    })),
    preferredName: patient.preferredName,
    plansWaiting: match.plansWaiting ?? 0,
    askedAt: match.askedAt ?? 0,
    denied:
      match.answeredAt === null ? null : { personName: match.answeredByName ?? '', at: match.answeredAt },
  }
}
