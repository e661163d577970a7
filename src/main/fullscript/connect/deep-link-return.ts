/**
 * The way back by a link of our private scheme. macOS' `open-url`, a second instance and the arguments of a cold
 * start all end in `receive`. A link starts nothing: it can only answer a waiting attempt (F-202, F-210).
 */
import { failed, ok } from '../../../shared/failures'
import { buildDeepLink, parseDeepLink } from '../../../shared/deep-link'
import type { Environment } from '../../../shared/bridge/fullscript'
import type { Clock } from '../../clock/clock'
import type { Logger } from '../../logging/logger'
import { TokenBucket } from './token-bucket'
import type { Deliver, WayBackStrategy } from './ways-back'

/**
 * What became of a link. `taken`: it answered the attempt; the only outcome that may raise a window. `refused`:
 * somebody waits, but not for this. `ignored`: nobody waits, it is not one of our links, or there were too many.
 * `kept`: the app is still starting.
 */
export type LinkOutcome = 'taken' | 'refused' | 'ignored' | 'kept'

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
  #ready = false
  #kept: string | null = null
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

  /** From now on links are handed over at once; the one that came before this is handed over now (F-207). */
  ready(): LinkOutcome | null {
    this.#ready = true
    const kept = this.#kept
    this.#kept = null
    return kept === null ? null : this.receive(kept)
  }

  /** `text` is hostile: whatever another program or a web page chose to send. */
  receive(text: string): LinkOutcome {
    const link = parseDeepLink(text)
    if (link.kind === 'unrecognised') return this.#ignore()
    if (!this.#ready) {
      if (this.#kept !== null) return this.#ignore()
      this.#kept = text
      return 'kept'
    }
    const waiting = this.#waiting
    if (waiting?.environment !== link.environment) return this.#ignore()
    // A flood costs a comparison for each link and must not be able to keep the right one out.
    if (waiting.deliver(link.query) === 'taken') return 'taken'
    return this.#bucket.take() ? 'refused' : this.#ignore()
  }

  #ignore(): LinkOutcome {
    this.#ignored += 1
    if (this.#ignored === 1) this.#ports.logger.info('A link was ignored')
    return 'ignored'
  }
}
