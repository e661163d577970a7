/**
 * The way back by a link of our private scheme. macOS' `open-url`, a second instance and the arguments of a cold
 * start all end in `receive`. A link starts nothing: it can only answer a waiting attempt (F-202, F-210), or one whose
 * person is away, for whom it is parked until they sign in (F-206).
 */
import { failed, ok } from '../../../../shared/failures'
import { buildDeepLink, parseDeepLink } from '../../../../shared/deep-link'
import type { Environment } from '../../../../shared/contract/fullscript'
import type { Clock } from '../../../platform/clock/clock'
import type { Logger } from '../../../platform/logging/logger'
import { ATTEMPT_MILLISECONDS } from './attempt'
import type { AttemptStore } from './connect-ports'
import { TokenBucket } from '../../../platform/clock/token-bucket'
import type { Deliver, WayBackStrategy } from './ways-back'

/**
 * What became of a link. `taken`: it answered the attempt; the only outcome that may raise a window. `refused`:
 * somebody waits, but not for this. `ignored`: nobody waits, it is not one of our links, or there were too many.
 * `kept`: the app is still starting. `parked`: it answers an attempt whose person has to sign in first.
 */
export type LinkOutcome = 'taken' | 'refused' | 'ignored' | 'kept' | 'parked'

type Ports = {
  clock: Clock
  logger: Logger
  /** Whether the system gives our links to this program (F-212). */
  isLinkHandler(): boolean
}

export class DeepLinkReturn implements WayBackStrategy {
  readonly kind = 'deep-link'
  readonly #ports: Ports
  /** At most five wrong links a minute are told apart from nothing at all (F-208). */
  readonly #bucket: TokenBucket
  #waiting: { environment: Environment; deliver: Deliver } | null = null
  /** Null until the records are open. */
  #park: AttemptStore['park'] | null = null
  /** The one link from before that; `until` by the monotonic clock. */
  #kept: { link: string; until: number } | null = null
  #ignored = 0

  constructor(ports: Ports) {
    this.#ports = ports
    this.#bucket = new TokenBucket(ports.clock, { capacity: 5, refillMilliseconds: 12_000 })
  }

  /** Links that had no effect since the start; nothing of them is kept. */
  get ignored(): number {
    return this.#ignored
  }

  open: WayBackStrategy['open'] = ({ environment }, deliver) => {
    if (!this.#ports.isLinkHandler())
      return Promise.resolve(failed('connect-no-way-back', { detail: 'links of Yarrow' }))
    const waiting = { environment, deliver }
    this.#waiting = waiting
    const close = () => {
      if (this.#waiting === waiting) this.#waiting = null
    }
    return Promise.resolve(ok({ kind: this.kind, redirectUri: buildDeepLink(environment), close }))
  }

  /**
   * From now on links are handed over at once; the one that came before this is handed over now (F-207). `park` keeps
   * what answers an attempt whose person is away.
   */
  ready(park: AttemptStore['park'] = () => null): LinkOutcome | null {
    this.#park = park
    const kept = this.#kept
    this.#kept = null
    if (kept === null) return null
    return this.#ports.clock.monotonic() < kept.until ? this.receive(kept.link) : this.#ignore()
  }

  /** `text` is hostile: whatever another program or a web page chose to send. */
  receive(text: string): LinkOutcome {
    const link = parseDeepLink(text)
    if (link.kind === 'unrecognised') return this.#ignore()
    if (this.#park === null) {
      if (this.#kept !== null) return this.#ignore()
      this.#kept = { link: text, until: this.#ports.clock.monotonic() + ATTEMPT_MILLISECONDS }
      return 'kept'
    }
    const redirectUri = buildDeepLink(link.environment)
    const waiting = this.#waiting
    if (waiting?.environment !== link.environment)
      return this.#park(redirectUri, link.query) === 'parked' ? 'parked' : this.#ignore()
    // A flood costs a comparison for each link and must not be able to keep the right one out.
    const outcome = waiting.deliver(redirectUri, link.query)
    if (outcome !== 'refused') return outcome
    return this.#bucket.take() ? 'refused' : this.#ignore()
  }

  #ignore(): LinkOutcome {
    this.#ignored += 1
    if (this.#ignored === 1) this.#ports.logger.info('A link was ignored')
    return 'ignored'
  }
}
