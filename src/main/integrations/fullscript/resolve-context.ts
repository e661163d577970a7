/** Resolves who asks Fullscript, once for each action. */
import { failed, ok, type Result } from '../../../shared/failures'
import type { Sessions } from '../../identity/session'
import type { Clock } from '../../platform/clock/clock'
import type { Records } from '../../records/unit-of-work'
import type { FullscriptApi } from './api/client'
import { whoIs } from './api/clinic'
import type { ClinicMembership } from './clinics/clinic-membership'
import type { Account, Asking, ClinicContext, FullscriptContext } from './context'
import { rememberClinic } from './tokens/clinic-repository'
import { clinicConnection, describeConnection, personConnection } from './tokens/connection-facts-repository'
import type { TokenSubject } from './tokens/token-subject'
import type { Applications } from './types'

type Dependencies = {
  applications: Applications
  sessions: Sessions
  records: Pick<Records, 'read' | 'internal'>
  clock: Clock
  clinic: ClinicMembership
  api: FullscriptApi
  /** Told when a clinic's id was read that was not known. */
  changed: (personId: string) => void
}

export class FullscriptContexts {
  readonly #deps: Dependencies

  constructor(dependencies: Dependencies) {
    this.#deps = dependencies
  }

  /** `signed-out`, `fullscript-not-configured`. `known`: what the action has already. */
  async asking(known: Partial<Asking> = {}): Promise<Result<Asking>> {
    const session = known.session ?? this.#deps.sessions.current()
    if (!session) return failed('signed-out')
    if (known.application) return ok({ session, application: known.application })
    const application = await this.#deps.applications.current()
    return application.ok ? ok({ session, application: application.value }) : application
  }

  /**
   * Of the person signed in, connected or not. Fails as `asking` does, and where people work through a clinic with
   * `fullscript-not-mapped` or `fullscript-clinic-not-connected`.
   */
  async current(known?: Partial<Asking>): Promise<Result<FullscriptContext>> {
    const asking = await this.asking(known)
    if (!asking.ok) return asking
    const { session, application } = asking.value
    const { environment } = application
    if (application.authorization === 'person') {
      const personId = session.person.id
      const facts = await this.#deps.records.read((handle) => personConnection(handle, personId, environment))
      const account = facts && {
        owner: { id: facts.ownerId, type: facts.ownerType },
        ...{ name: facts.ownerName, clinicId: facts.clinicId, scopes: facts.scopes },
        ...{
          works: facts.status === 'connected',
          through: 'person' as const,
          connectedAt: facts.connectedAt,
        },
      }
      return ok(contextOf(asking.value, { kind: 'person', personId }, account))
    }
    const connected = await this.#deps.clinic.connected(session.person, application)
    if (!connected.ok) return connected
    const { user, clinic } = connected.value
    return ok(
      contextOf(
        asking.value,
        { kind: 'clinic', clinicId: user.clinicId },
        {
          owner: { id: user.userId, type: user.userType },
          ...{ name: user.userName, clinicId: user.clinicId, scopes: clinic.scopes },
          ...{ works: clinic.status === 'connected', through: 'clinic', connectedAt: clinic.connectedAt },
        },
      ),
    )
  }

  /** Of an administrator who speaks for a clinic by its name. */
  async forClinic(clinicId: string): Promise<Result<FullscriptContext>> {
    const asking = await this.asking()
    if (!asking.ok) return asking
    const { environment } = asking.value.application
    const clinic = await this.#deps.records.read((handle) => clinicConnection(handle, clinicId, environment))
    const context = contextOf(asking.value, { kind: 'clinic', clinicId }, null)
    return ok({ ...context, scopes: clinic?.status === 'connected' ? clinic.scopes : null })
  }

  /** `current` with the clinic that is worked in. */
  async inClinic(known?: Partial<Asking>): Promise<Result<ClinicContext>> {
    const context = await this.current(known)
    return context.ok ? this.withClinic(context.value) : context
  }

  /**
   * The clinic is asked of Fullscript where it could not be read when the connection was made. Fails as that call does, and
   * with `fullscript-not-connected`.
   */
  async withClinic(context: FullscriptContext): Promise<Result<ClinicContext>> {
    const { account, session } = context
    if (!account) return failed('fullscript-not-connected')
    const clinicId =
      account.clinicId === null ? await this.#readClinic(context, account) : ok(account.clinicId)
    if (!clinicId.ok) return clinicId
    const asWhom = { personId: session.person.id, actingAs: account.owner, clinicId: clinicId.value }
    return ok({ ...context, account: { ...account, clinicId: clinicId.value }, ...asWhom })
  }

  async #readClinic(context: FullscriptContext, { owner }: Account): Promise<Result<string>> {
    const { api, records, clock, changed } = this.#deps
    const { environment } = context
    const personId = context.session.person.id
    let failure: Result<never> = failed('fullscript-unreachable')
    const { clinic, name: ownerName } = await whoIs(owner, async (request) => {
      const answer = await api.call(context, request)
      if (!answer.ok) failure = answer
      return answer
    })
    if (!clinic) return failure
    await records.internal(async (handle) => {
      const connected = { personId, environment, status: 'connected', kind: 'person' } as const
      await describeConnection(handle, connected, { ownerName, clinicId: clinic.id })
      await rememberClinic(handle, environment, clinic, clock.now())
    })
    changed(personId)
    return ok(clinic.id)
  }
}

const contextOf = (asking: Asking, subject: TokenSubject, account: Account | null): FullscriptContext => ({
  ...asking,
  ...{ environment: asking.application.environment, subject, account },
  scopes: account?.works ? account.scopes : null,
})
