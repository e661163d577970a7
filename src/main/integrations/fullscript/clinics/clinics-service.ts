/**
 * What an administrator does for an app that works through clinics (created before 26 August 2021): sees which are
 * connected, ends one, and says who of the practice is which user there. A user is never chosen but by a person.
 */
import type { ClinicMembers, ClinicsOverview } from '../../../../shared/contract/clinics'
import type { UserType } from '../../../../shared/contract/fullscript'
import { failed, ok, type Result } from '../../../../shared/failures'
import { may } from '../../../../shared/capabilities'
import { withStorageFailures } from '../../../records/database-errors'
import type { FullscriptApi } from '../api/client'
import { memberRequest, membersRequest, type MembersPage } from '../api/clinic'
import type { ApiRequest } from '../api/transport'
import type { Colleague } from '../types'
import { mayConnect } from '../tokens/connecting-for'
import { disconnect, type DisconnectDependencies } from '../tokens/disconnect'
import type { ClinicSubject } from '../tokens/token-subject'
import type { ScopesAdded } from '../scopes-added'
import type { Clock } from '../../../platform/clock/clock'
import type { FullscriptContexts } from '../resolve-context'
import { maySpeakAs } from './clinic-membership'
import { connectedClinics } from './connected-clinics'
import { chooseUser, isTaken, removeUser, usersByPerson } from './fullscript-user-repository'
import { type Member, suggestUsers } from './suggest-users'

type Dependencies = DisconnectDependencies & {
  clock: Clock
  scopesAdded: ScopesAdded
  api: FullscriptApi
  contexts: Pick<FullscriptContexts, 'forClinic'>
  everybody: () => Promise<Colleague[]>
}

/** A hundred on a page (fullscript.md 4); no clinic has more people than this many pages. */
const MOST_PAGES = 50

export class ClinicsService {
  readonly #deps: Dependencies

  constructor(dependencies: Dependencies) {
    this.#deps = dependencies
  }

  /** Whether the person signed in may start connecting at all: `not-allowed`, or what the settings lack. */
  async mayConnect(): Promise<Result<null>> {
    const session = this.#deps.sessions.current()
    if (!session) return failed('signed-out')
    const application = await this.#deps.applications.current()
    // What is missing then, connecting itself says in the place where it is looked for.
    if (!application.ok) return ok(null)
    return mayConnect(session, application.value) ? ok(null) : failed('not-allowed')
  }

  overview(): Promise<Result<ClinicsOverview>> {
    const { records, applications } = this.#deps
    return withStorageFailures<ClinicsOverview>(async () => {
      const application = await applications.current()
      if (!application.ok) return application
      const { environment, authorization } = application.value
      const everybody = await this.#deps.everybody()
      const users = await records.read((handle) => usersByPerson(handle, environment))
      const clinics = await connectedClinics(this.#deps, environment)
      const people = everybody
        .filter(({ active }) => active)
        .map(({ id, displayName, roleName, capabilities }) => {
          const user = users.get(id)
          return {
            personId: id,
            displayName,
            roleName,
            mayPrescribe: may({ capabilities }, 'plans:prescribe'),
            user: user ? { ...user, fits: maySpeakAs({ capabilities }, user.userType) } : null,
          }
        })
      return ok({ authorization, clinics, people })
    })
  }

  /** Reads both lists to their ends. Fails with what the first refused call failed with. */
  async members(clinicId: string): Promise<Result<ClinicMembers>> {
    const { api, contexts } = this.#deps
    const context = await contexts.forClinic(clinicId)
    if (!context.ok) return context
    const members: Member[] = []
    for (const type of ['Practitioner', 'Staff'] as const) {
      let page: number | null = 1
      for (let count = 0; page !== null && count < MOST_PAGES; count += 1) {
        const request: ApiRequest<MembersPage> = membersRequest(type, page)
        const answer = await api.call(context.value, request)
        if (!answer.ok) return answer
        members.push(...answer.value.value.members.map((member) => ({ ...member, type })))
        page = answer.value.value.nextPage
      }
    }
    return withStorageFailures(async () => {
      const people = (await this.#deps.everybody())
        .filter(({ active }) => active)
        .map(({ id, displayName, capabilities, npi }) => {
          return { id, displayName, npi, mayPrescribe: may({ capabilities }, 'plans:prescribe') }
        })
      const shown = members.map(({ id, type, name }) => ({ id, type, name }))
      return ok({ members: shown, suggestions: suggestUsers(people, members) })
    })
  }

  /**
   * `fullscript-user-not-staff` for a practitioner's user and a person who does not prescribe; `fullscript-user-taken`;
   * `not-found` for a person, clinic or user that is not there. Fullscript is asked, so that no id is taken on trust.
   */
  async choose(wanted: {
    personId: string
    clinicId: string
    userId: string
    userType: UserType
  }): Promise<Result<ClinicsOverview>> {
    const { contexts, records, api, clock } = this.#deps
    const context = await contexts.forClinic(wanted.clinicId)
    if (!context.ok) return context
    const { session, environment } = context.value
    const { personId, clinicId, userId, userType } = wanted
    const person = (await this.#deps.everybody()).find(({ id, active }) => id === personId && active)
    if (!person) return failed('not-found')
    if (!maySpeakAs(person, userType)) return failed('fullscript-user-not-staff')
    const member = await api.call(context.value, memberRequest(userType, userId))
    if (!member.ok) return member
    if (member.value.value.id !== userId) return failed('fullscript-bad-answer', { detail: 'id' })
    const user = { clinicId, userId, userType, userName: member.value.value.name }
    const by = session.person.id
    const actor = { personId: by }
    const chosen = await records.run(actor, 'fullscript.user-chosen', null, async (handle, unit) => {
      if (await isTaken(handle, environment, user, personId)) return failed('fullscript-user-taken')
      await chooseUser(handle, { personId, environment }, user, { by, at: clock.now() })
      unit.row({ subject: personId })
      return ok(null)
    })
    return chosen.ok ? this.#afterwards(personId) : chosen
  }

  async clear(personId: string): Promise<Result<ClinicsOverview>> {
    const { sessions, applications, records } = this.#deps
    const session = sessions.current()
    if (!session) return failed('signed-out')
    const application = await applications.current()
    if (!application.ok) return application
    const { environment } = application.value
    const actor = { personId: session.person.id }
    const cleared = await records.run(actor, 'fullscript.user-cleared', null, async (handle, unit) => {
      await removeUser(handle, { personId, environment })
      unit.row({ subject: personId })
      return ok(null)
    })
    return cleared.ok ? this.#afterwards(personId) : cleared
  }

  /** Who is which user there stays, for the day on which the clinic is connected again. */
  disconnect(clinicId: string): Promise<Result<{ revoked: 'done' | 'pending' }>> {
    return disconnect(this.#deps, clinicOf(clinicId))
  }

  /** The person's own view of it may be on the screen. */
  #afterwards(personId: string): Promise<Result<ClinicsOverview>> {
    this.#deps.accessTokens.forget()
    this.#deps.changed(personId)
    return this.overview()
  }
}

const clinicOf = (clinicId: string): ClinicSubject => ({ kind: 'clinic', clinicId })
