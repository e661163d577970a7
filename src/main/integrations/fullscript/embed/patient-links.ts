/**
 * Which patient at Fullscript is which patient of the chart, by clinic (mission/000). A link is made once, after
 * Fullscript's own record of the patient was fetched and compared, and never from an event alone.
 */
import type { MountInstruction } from '../../../../shared/contract/embed'
import type { Patient } from '../../../../shared/contract/patients'
import { handOverSubject } from '../../../../shared/disclosures'
import { failed, ok, type FailureCode, type Result } from '../../../../shared/failures'
import { Listeners } from '../../../../shared/listeners'
import type { Audit, AuditEntry } from '../../../audit/audit'
import type { PlansService } from '../../../chart/plans-service'
import type { Clock } from '../../../platform/clock/clock'
import type { Sessions } from '../../../identity/session'
import { withStorageFailures } from '../../../records/database-errors'
import type { ChartWriting } from '../../../records/handles'
import type { Records } from '../../../records/unit-of-work'
import type { FullscriptApi } from '../api/client'
import { type FullscriptPatient, patientRequest } from '../api/patients'
import { type ClinicContext, actorOf } from '../context'
import type { FullscriptContexts } from '../resolve-context'
import type { Application } from '../types'
import type { EmbedPatients } from './embed-ports'
import {
  dropQuestions,
  findMatch,
  insertLink,
  isLinked,
  linkedPatient,
  openMatch,
  type Pair,
} from './patient-match-repository'
import { addPending } from './pending-plan-repository'
import { plansOf } from './plan-source-repository'
import { compareIdentities } from './same-person'

/** What is needed of the registry. */
export interface ChartPatients {
  get(personId: string, patientId: string): Promise<Result<Patient>>
}

type Dependencies = {
  records: Records
  sessions: Sessions
  audit: Audit
  clock: Clock
  contexts: Pick<FullscriptContexts, 'inClinic'>
  api: FullscriptApi
  patients: ChartPatients
  plans: Pick<PlansService, 'homeless'>
}

/** Who links: at work at Fullscript, or saying so in the chart. */
type Linking = { personId: string; actingAs?: ClinicContext['actingAs'] }

/** Answers that are in the audit already, and no failure to be tried again. */
const SETTLED: readonly FailureCode[] = ['embed-wrong-patient', 'embed-unsure-patient']

export class PatientLinks implements EmbedPatients {
  readonly #deps: Dependencies
  readonly #listeners = new Listeners<[changed: { patientId: string }]>()

  constructor(dependencies: Dependencies) {
    this.#deps = dependencies
  }

  /** Called after a question came up or was answered, and after a link was made or undone. */
  onChange(listener: (changed: { patientId: string }) => void): () => void {
    return this.#listeners.add(listener)
  }

  tell(patientId: string): void {
    this.#listeners.tell({ patientId })
  }

  /**
   * What Fullscript is told: the id alone once it is known, else what it needs to suggest a match. The disclosure is
   * in the audit. `patient-email-missing`, `not-found`, and what the clinic's id could not be read for.
   */
  handOver(patientId: string, application: Application): Promise<Result<MountInstruction['patient']>> {
    return withStorageFailures(async () => {
      const entry = { action: 'patient.handed-to-fullscript', patientId } as const
      const context = await this.#deps.contexts.inClinic({ application })
      if (!context.ok) return this.#failed(entry, context)
      const patient = await this.#deps.patients.get(context.value.personId, patientId)
      if (!patient.ok) return this.#failed(entry, patient)
      const { environment, clinicId } = context.value
      const actor = actorOf(context.value)
      return this.#deps.records.look(actor, entry.action, patientId, async (chart, unit) => {
        const linked = await linkedPatient(chart, { patientId, environment, clinicId })
        if (!linked && !patient.value.email) return failed('patient-email-missing')
        const given = linked ? { id: linked } : described(patient.value)
        unit.row({ subject: handOverSubject(environment, clinicId, Object.keys(given)) })
        return ok(given)
      })
    })
  }

  /** The patient chosen in the frame. Fullscript's record is compared with the chart before it is linked. */
  async selected(input: { patientId: string; fullscriptPatientId: string }): Promise<Result<null>> {
    return withStorageFailures(async () => {
      const entry = { action: 'patient.linked', patientId: input.patientId } as const
      const context = await this.#deps.contexts.inClinic()
      if (!context.ok) return this.#failed(entry, context)
      const verified = await this.verify(context.value, input.patientId, input.fullscriptPatientId)
      if (!verified.ok)
        return SETTLED.includes(verified.failure.code) ? verified : this.#failed(entry, verified)
      if (verified.value === 'linked') return ok(null)
      const { environment, clinicId } = context.value
      const pair = { ...input, environment, clinicId }
      await this.#deps.records.background((charts) => this.link(actorOf(context.value), pair, charts))
      this.tell(input.patientId)
      return ok(null)
    })
  }

  /**
   * `linked`: known already. `matches`: not linked yet, and Fullscript's record is certainly of the same person.
   * `embed-wrong-patient` when either patient is linked to another one, or the records contradict each other; that is
   * in the audit. `embed-unsure-patient` when a person has to say; the question then waits in the chart.
   */
  async verify(
    context: ClinicContext,
    patientId: string,
    fullscriptPatientId: string,
  ): Promise<Result<'linked' | 'matches'>> {
    const { environment, clinicId } = context
    const pair = { patientId, environment, clinicId, fullscriptPatientId }
    const { records, api, patients } = this.#deps
    const known = await records.background(async (charts) => ({
      linked: await linkedPatient(charts, pair),
      taken: await isLinked(charts, pair),
    }))
    if (known.linked === fullscriptPatientId) return ok('linked')
    if (known.linked !== null || known.taken) return this.#wrong(context, pair)
    const theirs = await api.call(context, patientRequest(fullscriptPatientId))
    if (!theirs.ok) return theirs
    const ours = await patients.get(context.personId, patientId)
    if (!ours.ok) return ours
    const { verdict } = compareIdentities(ours.value, theirs.value.value)
    if (verdict === 'different' || theirs.value.value.id !== fullscriptPatientId)
      return this.#wrong(context, pair)
    const match = await records.background((charts) => findMatch(charts, pair))
    // Somebody who said no is not overruled by records that agree.
    const denied = match !== null && match.state !== 'same' && match.answeredBy !== null
    if (verdict === 'same' && !denied) return ok('matches')
    return this.#ask(context, pair, theirs.value.value, match?.state === 'open')
  }

  async #ask(
    context: ClinicContext,
    pair: Pair,
    theirs: FullscriptPatient,
    asked: boolean,
  ): Promise<Result<never>> {
    const { records, audit, clock } = this.#deps
    await records.background(async (charts) => {
      await openMatch(charts, pair, theirs, { personId: context.personId, at: clock.now() })
      const entry = { ...actorOf(context), action: 'patient.match-asked', outcome: 'done' } as const
      const { patientId, fullscriptPatientId: subject } = pair
      if (!asked) await audit.record({ ...entry, patientId, subject }, charts)
    })
    this.tell(pair.patientId)
    return failed('embed-unsure-patient')
  }

  /**
   * Does nothing when the link is there already, else answers true: plans of this patient that were taken out of
   * another chart are then pending for this one. `tell` comes after the unit of work.
   */
  async link(by: Linking, pair: Pair, charts: ChartWriting): Promise<boolean> {
    const { audit, clock, plans } = this.#deps
    const at = clock.now()
    if (!(await insertLink(charts, pair, { personId: by.personId, at }))) return false
    await dropQuestions(charts, pair, 'of either')
    const { patientId, environment, fullscriptPatientId } = pair
    const theirs = await plansOf(charts, pair)
    for (const { externalId, enteredBy } of await plans.homeless(theirs, charts)) {
      const notification = { patientId, fullscriptPlanId: externalId.value, fullscriptPatientId }
      // Whose connection could read it, unless whoever links has one too.
      const personId = by.actingAs ? by.personId : enteredBy
      await addPending(charts, { personId, environment }, notification, at)
    }
    const entry = { ...by, action: 'patient.linked', patientId, outcome: 'done' } as const
    await audit.record({ ...entry, subject: fullscriptPatientId }, charts)
    return true
  }

  async #wrong(context: ClinicContext, pair: Pair): Promise<Result<never>> {
    const { records, audit } = this.#deps
    await records.background(async (charts) => {
      await dropQuestions(charts, pair, 'of the pair')
      const entry = { ...actorOf(context), action: 'patient.linked', patientId: pair.patientId } as const
      await audit.record({ ...entry, outcome: 'refused' }, charts)
    })
    return failed('embed-wrong-patient')
  }

  /** What did not come about is in the audit as well. */
  async #failed(
    entry: Pick<AuditEntry, 'action' | 'patientId'>,
    answer: { ok: false; failure: { code: FailureCode } },
  ): Promise<Result<never>> {
    const personId = this.#deps.sessions.current()?.person.id ?? null
    const { code } = answer.failure
    await this.#deps.records.note({ ...entry, personId, subject: code, outcome: 'failed' })
    return answer
  }
}

/** What is empty is left out; a sex that was not said is never guessed (fullscript.md 11). */
function described(patient: Patient): MountInstruction['patient'] {
  const { givenName, familyName, email, phone, birthDate, sex } = patient
  return {
    firstName: givenName,
    lastName: familyName,
    email,
    ...(phone ? { mobileNumber: phone } : {}),
    ...(birthDate ? { dateOfBirth: birthDate } : {}),
    ...(sex === 'unspecified' ? {} : { biologicalSex: sex }),
  }
}
