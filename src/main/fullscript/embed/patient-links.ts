/**
 * Which patient at Fullscript is which patient of the chart, by clinic (mission/000). A link is made once, after
 * Fullscript's own record of the patient was fetched and compared, and never from an event alone.
 */
import type { MountInstruction } from '../../../shared/bridge/embed'
import type { Patient } from '../../../shared/bridge/patients'
import { handOverSubject } from '../../../shared/disclosures'
import { failed, ok, type FailureCode, type Result } from '../../../shared/failures'
import type { Audit, AuditEntry } from '../../audit/audit'
import type { Clock } from '../../clock/clock'
import type { Sessions } from '../../people/session'
import type { Database, DatabaseOrTransaction } from '../../storage/database'
import { withStorageFailures } from '../../storage/database-errors'
import type { FullscriptApi } from '../api/client'
import { type FullscriptPatient, patientRequest } from '../api/patients'
import type { ConnectionService } from '../tokens/connection-service'
import type { Applications } from '../types'
import type { EmbedPatients } from './embed-ports'
import { samePerson } from './same-person'

/** What is needed of the registry. */
export interface ChartPatients {
  get(personId: string, patientId: string): Promise<Result<Patient>>
}

type Dependencies = {
  database: Database
  sessions: Sessions
  audit: Audit
  clock: Clock
  applications: Applications
  connections: Pick<ConnectionService, 'completeClinic' | 'connectedAs'>
  api: FullscriptApi
  patients: ChartPatients
}

/** In whose name and in which clinic something is done at Fullscript. */
export type Place = {
  personId: string
  /** The Fullscript account in whose name it is done there. */
  actingAs: NonNullable<AuditEntry['actingAs']>
  environment: string
  clinicId: string
}

/** Who does it, and as whom at Fullscript, as the audit has it. */
export const doerOf = ({ personId, actingAs }: Place): Pick<AuditEntry, 'personId' | 'actingAs'> => ({
  personId,
  actingAs,
})

export class PatientLinks implements EmbedPatients {
  readonly #with: Dependencies

  constructor(dependencies: Dependencies) {
    this.#with = dependencies
  }

  /**
   * What Fullscript is told: the id alone once it is known, else what it needs to suggest a match. The disclosure is
   * in the audit. `patient-email-missing`, `not-found`, and what the clinic's id could not be read for.
   */
  handOver(patientId: string): Promise<Result<MountInstruction['patient']>> {
    return withStorageFailures(async () => {
      const deed = { action: 'patient.handed-to-fullscript', patientId } as const
      const place = await this.place()
      if (!place.ok) return this.#failed(deed, place)
      const patient = await this.#with.patients.get(place.value.personId, patientId)
      if (!patient.ok) return this.#failed(deed, patient)
      const linked = await this.linkedTo(place.value, patientId)
      if (!linked && !patient.value.email) return this.#failed(deed, failed('patient-email-missing'))
      const given = linked ? { id: linked } : described(patient.value)
      const { environment, clinicId } = place.value
      const subject = handOverSubject(environment, clinicId, Object.keys(given))
      await this.#with.audit.record({ ...doerOf(place.value), ...deed, subject, outcome: 'done' })
      return ok(given)
    })
  }

  /** The patient chosen in the frame. Fullscript's record is compared with the chart before it is linked. */
  async selected(input: { patientId: string; fullscriptPatientId: string }): Promise<Result<null>> {
    return withStorageFailures(async () => {
      const deed = { action: 'patient.linked', patientId: input.patientId } as const
      const place = await this.place()
      if (!place.ok) return this.#failed(deed, place)
      const verified = await this.verify(place.value, input.patientId, input.fullscriptPatientId)
      if (!verified.ok)
        return verified.failure.code === 'embed-wrong-patient' ? verified : this.#failed(deed, verified)
      if (verified.value === 'linked') return ok(null)
      await this.#with.database
        .transaction()
        .execute((within) => this.link(place.value, input.patientId, input.fullscriptPatientId, within))
      return ok(null)
    })
  }

  /** Person, environment and clinic of the person signed in. */
  async place(): Promise<Result<Place>> {
    const session = this.#with.sessions.current()
    if (!session) return failed('signed-out')
    const application = await this.#with.applications.current()
    if (!application.ok) return application
    const personId = session.person.id
    const clinicId = await this.#with.connections.completeClinic(personId, this.#with.api)
    if (!clinicId.ok) return clinicId
    const connected = await this.#with.connections.connectedAs(personId)
    if (!connected) return failed('fullscript-not-connected')
    const { environment } = application.value
    return ok({ personId, actingAs: connected.owner, environment, clinicId: clinicId.value })
  }

  /**
   * `linked`: known already. `matches`: not linked yet, and Fullscript's record is of the same person.
   * `embed-wrong-patient` when either patient is linked to another one, or the records differ; that is in the audit.
   */
  async verify(
    place: Place,
    patientId: string,
    fullscriptPatientId: string,
  ): Promise<Result<'linked' | 'matches'>> {
    const linked = await this.linkedTo(place, patientId)
    if (linked === fullscriptPatientId) return ok('linked')
    if (linked !== null || (await this.#taken(place, fullscriptPatientId)))
      return this.#wrong(place, patientId)
    const theirs = await this.#with.api.call(place.personId, patientRequest(fullscriptPatientId))
    if (!theirs.ok) return theirs
    const ours = await this.#with.patients.get(place.personId, patientId)
    if (!ours.ok) return ours
    const same = samePerson({ ...ours.value, givenNames: [ours.value.givenName, ours.value.preferredName] }, {
      ...theirs.value.value,
      givenNames: [theirs.value.value.givenName],
    } satisfies Identified)
    return same && theirs.value.value.id === fullscriptPatientId
      ? ok('matches')
      : this.#wrong(place, patientId)
  }

  /** Does nothing when the link is there already. */
  async link(
    place: Place,
    patientId: string,
    fullscriptPatientId: string,
    within: DatabaseOrTransaction,
  ): Promise<void> {
    const { personId, environment, clinicId } = place
    const inserted = await within
      .insertInto('patientFullscriptLink')
      .values({
        patientId,
        environment,
        clinicId,
        fullscriptPatientId,
        linkedBy: personId,
        linkedAt: this.#with.clock.now(),
      })
      .onConflict((conflict) => conflict.columns(['patientId', 'environment', 'clinicId']).doNothing())
      .executeTakeFirst()
    if (!inserted.numInsertedOrUpdatedRows) return
    const entry = { ...doerOf(place), action: 'patient.linked', patientId, outcome: 'done' } as const
    await this.#with.audit.record({ ...entry, subject: fullscriptPatientId }, within)
  }

  async linkedTo({ environment, clinicId }: Place, patientId: string): Promise<string | null> {
    const row = await this.#with.database
      .selectFrom('patientFullscriptLink')
      .select('fullscriptPatientId')
      .where('patientId', '=', patientId)
      .where('environment', '=', environment)
      .where('clinicId', '=', clinicId)
      .executeTakeFirst()
    return row?.fullscriptPatientId ?? null
  }

  async #taken({ environment, clinicId }: Place, fullscriptPatientId: string): Promise<boolean> {
    const row = await this.#with.database
      .selectFrom('patientFullscriptLink')
      .select('patientId')
      .where('environment', '=', environment)
      .where('clinicId', '=', clinicId)
      .where('fullscriptPatientId', '=', fullscriptPatientId)
      .executeTakeFirst()
    return row !== undefined
  }

  async #wrong(place: Place, patientId: string): Promise<Result<never>> {
    const entry = { ...doerOf(place), action: 'patient.linked', patientId } as const
    await this.#with.audit.record({ ...entry, outcome: 'refused' })
    return failed('embed-wrong-patient')
  }

  /** What did not come about is in the audit as well. */
  async #failed(
    deed: Pick<AuditEntry, 'action' | 'patientId'>,
    answer: { ok: false; failure: { code: FailureCode } },
  ): Promise<Result<never>> {
    const personId = this.#with.sessions.current()?.person.id ?? null
    const { code } = answer.failure
    await this.#with.audit.record({ ...deed, personId, subject: code, outcome: 'failed' })
    return answer
  }
}

type Identified = FullscriptPatient & { givenNames: string[] }

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
