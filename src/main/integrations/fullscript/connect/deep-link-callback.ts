/**
 * The callback by a link of our private scheme. macOS' `open-url`, a second instance and the arguments of a cold
 * start all end in `receive`. A link starts nothing: it can only answer a waiting attempt (F-202, F-210), or a suspended
 * one, for whose person it is kept until they sign in (F-206).
 */
import { failed, ok } from '../../../../shared/failures'
import { buildDeepLink, parseDeepLink } from '../../../../shared/deep-link'
import type { Environment } from '../../../../shared/contract/fullscript'
import type { Clock } from '../../../platform/clock/clock'
import type { Logger } from '../../../platform/logging/logger'
import { TokenBucket } from '../../../platform/clock/token-bucket'
import { ATTEMPT_MILLISECONDS } from './attempt'
import type { Callback, Deliver } from './callbacks'
import type { SuspendedAttempts } from './suspended-attempts'

/**
 * What became of a link. `taken`: it answered the attempt; the only outcome that may raise a window. `refused`:
 * somebody waits, but not for this. `ignored`: nobody waits, it is not one of our links, or there were too many.
 * `early`: the app is still starting. `kept`: it answers an attempt whose person has to sign in first.
 */
export type LinkOutcome = 'taken' | 'refused' | 'ignored' | 'early' | 'kept'

type Dependencies = {
  clock: Clock
  logger: Logger
  /** Whether the system gives our links to this program (F-212). */
  isLinkHandler(): boolean
}

export class DeepLinkCallback implements Callback {
  readonly kind = 'deep-link'
  readonly #deps: Dependencies
  /** At most five wrong links a minute are told apart from nothing at all (F-208). */
  readonly #bucket: TokenBucket
  #waiting: { environment: Environment; deliver: Deliver } | null = null
  /** Null until the records are open. */
  #suspended: Pick<SuspendedAttempts, 'answer'> | null = null
  /** The one link from before that; `until` by the monotonic clock. */
  #early: { link: string; until: number } | null = null
  #ignored = 0

  constructor(dependencies: Dependencies) {
    this.#deps = dependencies
    this.#bucket = new TokenBucket(dependencies.clock, { capacity: 5, refillMilliseconds: 12_000 })
  }

  /** Links that had no effect since the start; nothing of them is kept. */
  get ignored(): number {
    return this.#ignored
  }

  open: Callback['open'] = ({ environment }, deliver) => {
    if (!this.#deps.isLinkHandler())
      return Promise.resolve(failed('connect-no-way-back', { detail: 'links of Yarrow' }))
    const waiting = { environment, deliver }
    this.#waiting = waiting
    const close = () => {
      if (this.#waiting === waiting) this.#waiting = null
    }
    return Promise.resolve(ok({ kind: this.kind, redirectUri: buildDeepLink(environment), close }))
  }

  /** From now on links are handed over at once; the one that came before this is handed over now (F-207). */
  ready(suspended: Pick<SuspendedAttempts, 'answer'>): LinkOutcome | null {
    this.#suspended = suspended
    const early = this.#early
    this.#early = null
    if (early === null) return null
    return this.#deps.clock.monotonic() < early.until ? this.receive(early.link) : this.#ignore()
  }

  /** `text` is hostile: whatever another program or a web page chose to send. */
  receive(text: string): LinkOutcome {
    const link = parseDeepLink(text)
    if (link.kind === 'unrecognised') return this.#ignore()
    if (this.#suspended === null) {
      if (this.#early !== null) return this.#ignore()
      this.#early = { link: text, until: this.#deps.clock.monotonic() + ATTEMPT_MILLISECONDS }
      return 'early'
    }
    const redirectUri = buildDeepLink(link.environment)
    const waiting = this.#waiting
    if (waiting?.environment !== link.environment)
      return this.#suspended.answer(redirectUri, link.query) === 'kept' ? 'kept' : this.#ignore()
    // A flood costs a comparison for each link and must not be able to keep the right one out.
    const outcome = waiting.deliver(redirectUri, link.query)
    if (outcome !== 'refused') return outcome
    return this.#bucket.take() ? 'refused' : this.#ignore()
  }

  #ignore(): LinkOutcome {
    this.#ignored += 1
    if (this.#ignored === 1) this.#deps.logger.info('A link was ignored')
    return 'ignored'
  }
}
