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
import type { ChartWriting } from '../../../records/handles'
import type { Records } from '../../../records/unit-of-work'
import { enterChart } from '../../../patients/chart-access'
import type { ChartPatients, PatientLinks } from './patient-links'
import {
  deleteLink,
  dropQuestions,
  isLinked,
  linkedPatient,
  linksOf,
  openMatches,
  settleMatch,
  type Pair,
} from './patient-match-repository'
import { removePendingOf } from './pending-plan-repository'
import { plansOf } from './plan-source-repository'
import { compareIdentities } from './same-person'

type Dependencies = {
  records: Records
  audit: Audit
  clock: Clock
  patients: ChartPatients
  plans: PlansService
  links: PatientLinks
}

type OpenMatch = Awaited<ReturnType<typeof openMatches>>[number]

export class PatientMatches {
  readonly #deps: Dependencies

  constructor(dependencies: Dependencies) {
    this.#deps = dependencies
  }

  /** The chart's links and the questions that wait in it; the look is in the audit. `chart-restricted`. */
  async forPatient(personId: string, patientId: string): Promise<Result<PatientLinksState>> {
    const { records, patients } = this.#deps
    const seen = await records.look({ personId }, 'patient.links-read', patientId, async (chart) =>
      ok({ open: await openMatches(chart, patientId), rows: await linksOf(chart, patientId) }),
    )
    if (!seen.ok) return seen
    const { open, rows } = seen.value
    const links = rows.map((link) => ({
      environment: link.environment,
      clinicId: link.clinicId,
      clinicName: link.clinicName ?? '',
      fullscriptPatientId: link.fullscriptPatientId,
      linked: { personName: link.linkedByName, at: link.linkedAt },
      plans: link.plans ?? 0,
    }))
    if (open.length === 0) return ok({ questions: [], links })
    // The two stand side by side, so that the chart's is looked at too.
    const patient = await patients.get(personId, patientId)
    if (!patient.ok) return patient
    return ok({ questions: open.map((match) => questionOf(patient.value, match)), links })
  }

  /** Writes down what somebody says. `not-found` when nothing is asked any more. */
  async answer(
    personId: string,
    { patientId, questionId, same }: { patientId: string; questionId: string; same: boolean },
  ): Promise<Result<PatientLinksState>> {
    const { records, patients, links } = this.#deps
    const action = same ? 'patient.match-confirmed' : 'patient.match-denied'
    const entered = await enterChart(records, { personId, patientId, action })
    if (!entered.ok) return entered
    const patient = await patients.get(personId, patientId)
    if (!patient.ok) return patient
    const answered = await records.run({ personId }, action, patientId, async (chart, unit) => {
      const match = (await openMatches(chart, patientId)).find(({ id }) => id === questionId)
      if (!match) return failed('not-found')
      const pair = pairOf(match)
      unit.row({ subject: pair.fullscriptPatientId })
      unit.after(() => {
        links.tell(patientId)
      })
      // What was asked may have been settled otherwise while the question stood on the screen.
      const possible =
        compareIdentities(patient.value, match).verdict !== 'different' &&
        (await linkedPatient(chart, pair)) === null &&
        !(await isLinked(chart, pair))
      if (!same) await this.#deny(personId, pair, chart)
      else if (possible) await this.#confirm(personId, pair, chart)
      else {
        // That the question is gone is kept, so that it is no failure of the unit; its row says that it was refused.
        await this.#refuse(personId, pair, chart)
        unit.row(null)
      }
      return ok({ settled: !same || possible })
    })
    if (!answered.ok) return answered
    return answered.value.settled ? this.forPatient(personId, patientId) : failed('embed-wrong-patient')
  }

  /** Undoes a link: its plans leave the chart, and what is on its way by it is no longer waited for. `not-found`. */
  async undo(personId: string, pair: Pair): Promise<Result<PatientLinksState>> {
    const { records, plans, links } = this.#deps
    const { patientId, fullscriptPatientId } = pair
    const undone = await records.run({ personId }, 'patient.unlinked', patientId, async (chart, unit) => {
      if (!(await deleteLink(chart, pair))) return failed('not-found')
      await plans.remove({ personId }, patientId, await plansOf(chart, pair), chart)
      await this.#deny(personId, pair, chart)
      unit.row({ subject: fullscriptPatientId })
      unit.after(() => {
        links.tell(patientId)
      })
      return ok(null)
    })
    return undone.ok ? this.forPatient(personId, patientId) : undone
  }

  async #confirm(personId: string, pair: Pair, chart: ChartWriting): Promise<void> {
    const { clock, links } = this.#deps
    await settleMatch(chart, pair, 'same', { personId, at: clock.now() })
    await links.link({ personId }, pair, chart)
  }

  async #deny(personId: string, pair: Pair, chart: ChartWriting): Promise<void> {
    await this.#dropWaiting(personId, pair, chart)
    await settleMatch(chart, pair, 'different', { personId, at: this.#deps.clock.now() })
  }

  /** They cannot be the same, whatever somebody says. */
  async #refuse(personId: string, pair: Pair, chart: ChartWriting): Promise<void> {
    const { patientId, fullscriptPatientId: subject } = pair
    await this.#dropWaiting(personId, pair, chart)
    await dropQuestions(chart, pair, 'of the pair')
    const entry = { personId, patientId, subject, action: 'patient.match-confirmed' } as const
    await this.#deps.audit.record({ ...entry, outcome: 'refused' }, chart)
  }

  async #dropWaiting(personId: string, pair: Pair, chart: ChartWriting): Promise<void> {
    const { patientId } = pair
    for (const subject of await removePendingOf(chart, pair)) {
      const entry = { personId, action: 'plan.imported', patientId, subject, outcome: 'refused' } as const
      await this.#deps.audit.record(entry, chart)
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
