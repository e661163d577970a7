/**
 * The test page's own attempt: the same steps as with a connection, taken with tokens that nobody has confirmed yet. They
 * are revoked and forgotten with the attempt unless the person keeps them.
 */
import { failed, ok, type Result } from '../../../shared/failures'
import type { Connection } from '../../../shared/contract/fullscript'
import type { Records } from '../../records/unit-of-work'
import type { FullscriptApi } from './api/client'
import type { ApiTransport } from './api/transport'
import type { FullscriptContext } from './context'
import type { FullscriptContexts } from './resolve-context'
import { GrantIssuer } from './embed/session-grant-issuer'
import type { TestStepDependencies } from './test-page'
import { clinicName } from './tokens/clinic-repository'
import type { Ledger } from './tokens/connect-ledger'
import { missingOf } from './tokens/scopes'

type Dependencies = Omit<ConstructorParameters<typeof GrantIssuer>[0], 'api' | 'contexts'> & {
  ledger: Pick<Ledger, 'waiting'>
  transport: ApiTransport
  records: Pick<Records, 'read' | 'note'>
  contexts: Pick<FullscriptContexts, 'current'>
}

/** What the steps of the test page need, of the exchange that waits for a confirmation. */
export function createTrial(dependencies: Dependencies): TestStepDependencies {
  const { ledger, transport, records, sessions, clock } = dependencies

  const api: FullscriptApi = {
    async call(_context, request) {
      const waiting = await ledger.waiting()
      if (!waiting.ok) return waiting
      const { application, pending } = waiting.value
      const outcome = await transport.request(application, pending.tokens.accessToken, request)
      return outcome.ok ? ok(outcome.value) : { ok: false, failure: outcome.failure }
    },
  }

  const ofTrial = async (): Promise<Result<FullscriptContext>> => {
    const session = sessions.current()
    if (!session) return failed('signed-out')
    const waiting = await ledger.waiting()
    if (!waiting.ok) return waiting
    const { application, pending } = waiting.value
    const { environment } = application
    const { ownerId: id, ownerType: type, ownerName: name, clinicId, scopes, connectedAt } = pending
    const personId = session.person.id
    const shared = { session, application, environment, scopes }
    if (type !== 'Clinic') {
      const account = { owner: { id, type }, name, clinicId, scopes, connectedAt, works: true } as const
      return ok({
        ...shared,
        subject: { kind: 'person', personId },
        account: { ...account, through: 'person' },
      })
    }
    // Who somebody is in a clinic that was authorized as a whole, an administrator has said or not.
    const known = await dependencies.contexts.current()
    const account = known.ok ? known.value.account : null
    return ok({ ...shared, subject: { kind: 'clinic', clinicId: clinicId ?? '' }, account })
  }
  const contexts = { current: ofTrial }

  const current = async (): Promise<Result<Connection>> => {
    const waiting = await ledger.waiting()
    if (!waiting.ok) return waiting
    const { ownerId, ownerType, ownerName, clinicId, ...facts } = waiting.value.pending
    return ok({
      state: 'connected',
      owner: {
        ...{ id: ownerId, type: ownerType, name: ownerName },
        clinicName: await records.read((handle) => clinicName(handle, facts.environment, clinicId)),
      },
      clinicId,
      scopes: facts.scopes,
      missingScopes: missingOf(facts.scopes),
      connectedAt: facts.connectedAt,
      accessExpiresAt: facts.expiresIn === null ? null : facts.receivedAt + facts.expiresIn * 1000,
      pendingRevocations: 0,
      scopesAddedAt: null,
      snoozedUntil: null,
    })
  }

  const refreshNow = async (): Promise<Result<string>> => {
    const waiting = await ledger.waiting()
    return waiting.ok ? ok(waiting.value.pending.tokens.accessToken) : waiting
  }

  const grants = new GrantIssuer({ ...dependencies, api, contexts })
  return {
    sessions,
    clock,
    accessTokens: { refreshNow },
    connections: { current },
    contexts,
    api,
    grants: {
      issueForTest: (context, onStatus) =>
        context.account
          ? grants.issueForTest(context, onStatus)
          : Promise.resolve(failed('fullscript-not-mapped')),
    },
  }
}
