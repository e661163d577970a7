/** The "Test connection" page: OAuth, clinic call, session grant, each answer with secrets masked. */
import type { Connection, TestAnswer } from '../../../shared/contract/fullscript'
import { dateAt } from '../../../shared/day'
import { failed, ok, type Failure, type Result } from '../../../shared/failures'
import type { Clock } from '../../platform/clock/clock'
import type { Sessions } from '../../identity/session'
import type { FullscriptApi } from './api/client'
import { clinicRequest } from './api/clinic'
import type { FullscriptContext } from './context'
import type { FullscriptContexts } from './resolve-context'
import type { GrantIssuer } from './embed/session-grant-issuer'
import type { ConnectionService } from './tokens/connection-service'
import type { AccessTokenProvider } from './tokens/access-token-provider'

export type TestStepDependencies = {
  sessions: Sessions
  clock: Clock
  accessTokens: Pick<AccessTokenProvider, 'refreshNow'>
  connections: Pick<ConnectionService, 'current'>
  contexts: Pick<FullscriptContexts, 'current'>
  api: FullscriptApi
  grants: Pick<GrantIssuer, 'issueForTest'>
}

type Fields = TestAnswer['fields']
type Established = Extract<Connection, { owner: unknown }>
type Step = { fields: Fields; status: number | null; expiresAt?: number }

/** The first four characters and the length, never more. */
export const masked = (secret: string): string => `${secret.slice(0, 4)}… (${secret.length} characters)`

/** Runs one step. A step that fails is an answer too; only being signed out is a failure of the call. */
export async function testStep(
  dependencies: TestStepDependencies,
  step: TestAnswer['step'],
): Promise<Result<TestAnswer>> {
  const { sessions, clock, contexts } = dependencies
  const session = sessions.current()
  if (!session) return failed('signed-out')
  const start = clock.monotonic()
  let status: number | null = null
  const context = await contexts.current({ session })
  const onStatus = (seen: number | null) => {
    status = seen
  }
  const result = context.ok ? await STEPS[step](dependencies, context.value, onStatus) : context
  return ok({
    step,
    ok: result.ok,
    failure: result.ok ? null : result.failure,
    status: result.ok ? result.value.status : status,
    milliseconds: Math.round(clock.monotonic() - start),
    fields: result.ok ? result.value.fields : [],
    expiresAt: (result.ok && result.value.expiresAt) || null,
  })
}

/** A clinic's token names the clinic; as whom this person works there is ours to send (mission/004). */
function ownerFields({ through, owner, clinicId }: Established): Fields {
  if (through !== 'clinic') {
    return [
      { label: 'resource_owner.id', value: owner.id },
      { label: 'resource_owner.type', value: owner.type },
    ]
  }
  return [
    { label: 'resource_owner.type', value: 'Clinic' },
    { label: 'clinic_id', value: clinicId ?? '' },
    { label: 'user_id', value: owner.id },
    { label: 'user_type', value: owner.type },
  ]
}

type Run = (
  dependencies: TestStepDependencies,
  context: FullscriptContext,
  onStatus: (status: number | null) => void,
) => Promise<Result<Step> | { ok: false; failure: Failure }>

const STEPS: Record<TestAnswer['step'], Run> = {
  /** A refresh, so that the answer is one of today; the token of a refresh just made is shown as it is. */
  async oauth({ accessTokens, connections, clock }, context) {
    const token = await accessTokens.refreshNow(context)
    if (!token.ok) return token
    const connection = await connections.current()
    if (!connection.ok) return connection
    const { value } = connection
    if (!('owner' in value)) return failed('fullscript-not-connected')
    const left =
      value.accessExpiresAt === null ? null : Math.round((value.accessExpiresAt - clock.now()) / 1000)
    const fields: Fields = [
      { label: 'access_token', value: masked(token.value) },
      { label: 'expires_in', value: left === null ? 'not said' : `${left} seconds` },
      { label: 'scope', value: value.scopes.join(' ') },
      ...ownerFields(value),
    ]
    return ok({ fields, status: 200 })
  },

  async clinic({ api }, context, onStatus) {
    let status: number | null = null
    const answer = await api.call(context, {
      ...clinicRequest(),
      onStatus: (seen) => {
        status = seen
        onStatus(seen)
      },
    })
    if (!answer.ok) return answer
    const { id, name, patientCount, practitionerCount } = answer.value.value
    const fields: Fields = [
      { label: 'clinic.id', value: id },
      { label: 'clinic.name', value: name },
      { label: 'clinic.patient_count', value: String(patientCount ?? '') },
      { label: 'clinic.practitioner_count', value: String(practitionerCount ?? '') },
    ]
    return ok({ fields, status })
  },

  async grant({ grants }, context, onStatus) {
    let status: number | null = null
    const grant = await grants.issueForTest(context, (seen) => {
      status = seen
      onStatus(seen)
    })
    if (!grant.ok) return grant
    const { secretToken, expiresAt, user } = grant.value
    const fields: Fields = [
      { label: 'secret_token', value: masked(secretToken) },
      { label: 'expires_at', value: dateAt(expiresAt).toISOString() },
      { label: 'user.id', value: user.id },
      { label: 'user.type', value: user.type },
    ]
    return ok({ fields, status, expiresAt })
  },
}
