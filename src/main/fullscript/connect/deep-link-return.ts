/**
 * The way back by a link of our private scheme. macOS' `open-url`, a second instance and the arguments of a cold
 * start all end in `receive`. A link starts nothing: it can only answer a waiting attempt (F-202, F-210), or one from
 * before a restart, for which it is parked until the person who started it signs in (F-206).
 */
import { failed, ok } from '../../../shared/failures'
import { buildDeepLink, parseDeepLink } from '../../../shared/deep-link'
import type { Environment } from '../../../shared/bridge/fullscript'
import type { Clock } from '../../clock/clock'
import type { Logger } from '../../logging/logger'
import { ATTEMPT_MILLISECONDS } from './attempt'
import type { Asleep } from './sealed-attempts'
import { TokenBucket } from '../../clock/token-bucket'
import type { Deliver, WayBackStrategy } from './ways-back'

/**
 * What became of a link. `taken`: it answered the attempt; the only outcome that may raise a window. `refused`:
 * somebody waits, but not for this. `ignored`: nobody waits, it is not one of our links, or there were too many.
 * `kept`: the app is still starting. `parked`: it answers an attempt whose person has to sign in first.
 */
export type LinkOutcome = 'taken' | 'refused' | 'ignored' | 'kept' | 'parked'

/** Whose attempt from before the start a query answers. */
export type FindAsleep = (environment: Environment, query: string) => Asleep | null

type Ports = {
  clock: Clock
  logger: Logger
  /** Whether the system gives our links to this program (F-212). */
  isLinkHandler(): boolean
  /** A link waits for its person to sign in, or no longer does. */
  onParked?(parked: boolean): void
}

export class DeepLinkReturn implements WayBackStrategy {
  readonly kind = 'deep-link'
  readonly #ports: Ports
  /** At most five wrong links a minute are told apart from nothing at all (F-208). */
  readonly #bucket: TokenBucket
  #waiting: { environment: Environment; deliver: Deliver } | null = null
  /** Null until the records are open. */
  #findAsleep: FindAsleep | null = null
  /** The one link from before that; `until` by the monotonic clock. */
  #kept: { link: string; until: number } | null = null
  #parked: { personId: string; query: string; cancelTimer: () => void } | null = null
  #ignored = 0

  constructor(ports: Ports) {
    this.#ports = ports
    this.#bucket = new TokenBucket(ports.clock, { capacity: 5, refillMilliseconds: 12_000 })
  }

  /** Links that had no effect since the start; nothing of them is kept. */
  get ignored(): number {
    return this.#ignored
  }

  /** Whether somebody has to sign in for a link that came; nothing says who (F-209). */
  get parked(): boolean {
    return this.#parked !== null
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

  /** From now on links are handed over at once; the one that came before this is handed over now (F-207). */
  ready(findAsleep: FindAsleep = () => null): LinkOutcome | null {
    this.#findAsleep = findAsleep
    const kept = this.#kept
    this.#kept = null
    if (kept === null) return null
    return this.#ports.clock.monotonic() < kept.until ? this.receive(kept.link) : this.#ignore()
  }

  /** The query of the link that is parked for this person, once. Somebody else's stays where it is (F-206). */
  takeParked(personId: string): string | null {
    if (this.#parked?.personId !== personId) return null
    const { query } = this.#parked
    this.#unpark()
    return query
  }

  /** `text` is hostile: whatever another program or a web page chose to send. */
  receive(text: string): LinkOutcome {
    const link = parseDeepLink(text)
    if (link.kind === 'unrecognised') return this.#ignore()
    if (this.#findAsleep === null) {
      if (this.#kept !== null) return this.#ignore()
      this.#kept = { link: text, until: this.#ports.clock.monotonic() + ATTEMPT_MILLISECONDS }
      return 'kept'
    }
    const asleep = this.#findAsleep(link.environment, link.query)
    if (asleep !== null) return this.#park(asleep, link.query)
    const waiting = this.#waiting
    if (waiting?.environment !== link.environment) return this.#ignore()
    // A flood costs a comparison for each link and must not be able to keep the right one out.
    if (waiting.deliver(link.query) === 'taken') return 'taken'
    return this.#bucket.take() ? 'refused' : this.#ignore()
  }

  /** One link, until its attempt is over. The same link may come twice. */
  #park({ personId, period }: Asleep, query: string): LinkOutcome {
    if (this.#parked !== null) return this.#ignore()
    const left = Math.min(period.deadline - this.#ports.clock.now(), ATTEMPT_MILLISECONDS)
    const cancelTimer = this.#ports.clock.after(left, () => {
      this.#unpark()
    })
    this.#parked = { personId, query, cancelTimer }
    this.#ports.onParked?.(true)
    return 'parked'
  }

  #unpark(): void {
    this.#parked?.cancelTimer()
    this.#parked = null
    this.#ports.onParked?.(false)
  }

  #ignore(): LinkOutcome {
    this.#ignored += 1
    if (this.#ignored === 1) this.#ports.logger.info('A link was ignored')
    return 'ignored'
  }
}
