/**
 * Session grants for the embed (mission/004): for the person signed in and no one else, one for each mount, asked for
 * at the last moment, handed out once, kept nowhere and written nowhere.
 */
import type { SessionGrant } from '../../../../shared/contract/embed'
import { failed, ok, type Failure, type Result } from '../../../../shared/failures'
import type { Clock } from '../../../platform/clock/clock'
import type { Sessions } from '../../../identity/session'
import type { Records } from '../../../records/unit-of-work'
import type { FullscriptApi } from '../api/client'
import { type GrantAnswer, sessionGrantRequest } from '../api/session-grants'
import type { ApiAnswer } from '../api/transport'
import { TokenBucket } from '../../../platform/clock/token-bucket'
import type { FullscriptContext } from '../context'
import type { FullscriptContexts } from '../resolve-context'
import type { SessionGrantIssuer } from './embed-ports'

/** Goes un-encoded into an address (security.md 0.7), so nothing but these characters may be in it (F-409). */
const SECRET = /^[A-Za-z0-9_-]{20,512}$/
/** A grant lives 120 seconds; one with less than half of that is not worth mounting (S-15). */
const SHORTEST_LIFE = 60_000
const LONGEST_LIFE = 120_000
/** Beyond this the date is not that of a grant (F-403). */
const BELIEVABLE_LIFE = 10 * 60_000
/** F-410. */
const BURST = 3
const REFILL = 2_000

type Dependencies = {
  api: FullscriptApi
  contexts: Pick<FullscriptContexts, 'current'>
  sessions: Sessions
  records: Pick<Records, 'note'>
  clock: Clock
  /** The server's clock minus ours, milliseconds; null before any answer. */
  skew: () => number | null
}

type Mount = { sessionId: string; endsAt: number; used: boolean }

export class GrantIssuer implements SessionGrantIssuer {
  readonly #deps: Dependencies
  readonly #bucket: TokenBucket
  /** By mount: that a grant was asked for, never the grant. */
  readonly #mounts = new Map<number | string, Mount>()
  #tests = 0

  constructor(dependencies: Dependencies) {
    this.#deps = dependencies
    this.#bucket = new TokenBucket(dependencies.clock, { capacity: BURST, refillMilliseconds: REFILL })
    dependencies.sessions.onChange(() => {
      this.#mounts.clear()
    })
  }

  /**
   * `signed-out`; `not-allowed` for a mount that had its grant (F-402), unless that lapsed unused; `fullscript-busy` when
   * asked too often (F-410); `fullscript-refused` when the grant is somebody else's (F-408); and what the call fails with.
   */
  issue({ mountId }: { mountId: number }): Promise<Result<SessionGrant>> {
    return this.#issue(mountId)
  }

  /** A grant for the test page, which shows it masked and lets it lapse. */
  issueForTest(
    context: FullscriptContext,
    onStatus: (status: number | null) => void,
  ): Promise<Result<SessionGrant>> {
    this.#tests += 1
    return this.#issue(`test ${this.#tests}`, context, onStatus)
  }

  /** The mount has used its grant: it gets no other. */
  used(mountId: number): void {
    const mount = this.#mounts.get(mountId)
    if (mount) mount.used = true
  }

  async #issue(
    mountId: number | string,
    known?: FullscriptContext,
    onStatus: (status: number | null) => void = () => undefined,
  ): Promise<Result<SessionGrant>> {
    const { sessions, contexts, records, clock } = this.#deps
    const session = known?.session ?? sessions.current()
    if (!session) {
      await records.note({ personId: null, action: 'fullscript.grant', outcome: 'refused' })
      return failed('signed-out')
    }
    const before = this.#mounts.get(mountId)
    if (before && (before.used || clock.monotonic() < before.endsAt)) return failed('not-allowed')
    if (!this.#bucket.take()) return failed('fullscript-busy', { retryAt: clock.now() + REFILL })
    // Taken before the request, so that a second ask meanwhile is refused.
    const mount: Mount = { sessionId: session.id, endsAt: Number.POSITIVE_INFINITY, used: false }
    this.#mounts.set(mountId, mount)
    const context = known ? ok(known) : await contexts.current({ session })
    const grant = context.ok
      ? await this.#ask(context.value, onStatus)
      : await this.#notGranted(session.person.id, context)
    if (grant.ok) mount.endsAt = clock.monotonic() + grant.value.expiresAt - clock.now()
    else if (this.#mounts.get(mountId) === mount) this.#mounts.delete(mountId)
    return grant
  }

  async #ask(
    context: FullscriptContext,
    onStatus: (status: number | null) => void,
  ): Promise<Result<SessionGrant>> {
    const { api, sessions } = this.#deps
    const { session, account } = context
    const personId = session.person.id
    // A clinic's token does not say for whom (mission/004).
    const user = account?.through === 'clinic' ? account.owner : undefined
    for (let attempt = 1; ; attempt += 1) {
      const answer = await api.call(context, { ...sessionGrantRequest(user), onStatus })
      if (sessions.current()?.id !== session.id) return failed('signed-out')
      if (!answer.ok) return this.#notGranted(personId, answer)
      const expiresAt = this.#usableUntil(answer.value)
      if (expiresAt === null) {
        if (attempt === 1) continue
        return this.#notGranted(personId, failed('fullscript-bad-answer', { detail: 'session grant' }))
      }
      const { secretToken, user: given } = answer.value.value
      const isTheirs = account?.owner.id === given.id && account.owner.type === given.type
      const outcome = isTheirs ? 'done' : 'refused'
      const entry = { personId, action: 'fullscript.grant', subject: given.id, actingAs: given } as const
      await this.#deps.records.note({ ...entry, outcome })
      if (sessions.current()?.id !== session.id) return failed('signed-out')
      return isTheirs
        ? ok({ secretToken, expiresAt, user: given })
        : failed('fullscript-refused', { detail: 'user' })
    }
  }

  /** A grant that did not come about is a deed as well (170.315(d)(2)). */
  async #notGranted<F extends { ok: false; failure: Failure }>(personId: string, answer: F): Promise<F> {
    const { code } = answer.failure
    const entry = { personId, action: 'fullscript.grant', subject: code } as const
    await this.#deps.records.note({ ...entry, outcome: 'failed' })
    return answer
  }

  /** When the grant ends on this computer's clock; null when anything about it is wrong (F-403, F-404, F-409). */
  #usableUntil({ value, serverDate }: ApiAnswer<GrantAnswer>): number | null {
    const now = this.#deps.clock.now()
    const serverNow = serverDate ?? now + (this.#deps.skew() ?? 0)
    const life = value.expiresAt - serverNow
    const believable = life >= SHORTEST_LIFE && life <= BELIEVABLE_LIFE
    if (value.claimed || !believable || !SECRET.test(value.secretToken)) return null
    return now + Math.min(life, LONGEST_LIFE)
  }
}
