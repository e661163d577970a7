/**
 * Connecting a Fullscript account: the state machine from the button to the confirmed owner (mission/001). The way
 * back is ready before the browser opens, the one answer that carries this attempt's `state` is exchanged exactly
 * once, and the person confirms whose account it is before anything counts. Every other answer leaves the attempt
 * as it is. All secrets of an attempt are in memory only and dropped with it (R-7636-04).
 */
import type { ConnectState, WayBack } from '../../../shared/bridge/fullscript'
import { failed, ok, type Failure, type Result } from '../../../shared/failures'
import type { Application } from '../types'
import { mayOpenInBrowser } from './authorization-request'
import { awaitAnswer, readAnswer, type AwaitedAnswer } from './awaited-answer'
import type { ConnectPorts } from './connect-ports'
import { queryOfPastedAddress } from './paste-return'
import { failureOfProviderError } from './provider-error'
import { WAYS_IN_ORDER } from './redirect-uris'
import type { OpenWayBack } from './ways-back'

/** Life of Fullscript's code, and so of an attempt: ten minutes (mission/001, F-126). */
export const ATTEMPT_MILLISECONDS = 600_000

type Attempt = {
  readonly sessionId: string
  readonly personId: string
  readonly abort: AbortController
  /** Present only while an answer is awaited. */
  waiting: {
    awaited: AwaitedAnswer
    /** By the monotonic clock. */
    deadline: number
    cancelTimer: () => void
  } | null
}

export class ConnectFlow {
  readonly #ports: ConnectPorts
  readonly #listeners = new Set<(state: ConnectState) => void>()
  readonly #stopWatching: () => void
  #state: ConnectState = { step: 'idle' }
  /** The one outstanding attempt (F-125). */
  #attempt: Attempt | null = null
  /** Kept beyond the wait, because it still serves the page that the person sees. */
  #wayBack: OpenWayBack | null = null
  /** Calls to the ledger follow one another, so that cleaning up one attempt never touches the next. */
  #ledgerWork: Promise<unknown> = Promise.resolve()

  constructor(ports: ConnectPorts) {
    this.#ports = ports
    this.#stopWatching = ports.sessions.onChange((session) => {
      if (this.#attempt && session?.id === this.#attempt.sessionId) return
      this.#leave('signed-out')
      // Nobody sees how another person's attempt ended.
      this.#closeWayBack()
      this.#show({ step: 'idle' })
    })
  }

  get state(): ConnectState {
    return this.#state
  }

  onChange(listener: (state: ConnectState) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** `chosen`: null for the way back of the settings. Answers once the person can go on in the browser. */
  async start(chosen: WayBack | null): Promise<ConnectState> {
    const session = this.#ports.sessions.current()
    if (!session) return { step: 'failed', failure: { code: 'signed-out' } }
    if (this.#state.step === 'saving') return this.#state
    this.#leave('connect-cancelled')
    this.#closeWayBack()
    const attempt: Attempt = {
      sessionId: session.id,
      personId: session.person.id,
      abort: new AbortController(),
      waiting: null,
    }
    this.#attempt = attempt
    this.#show({ step: 'preparing' })

    const application = await this.#ports.applications.current()
    if (this.#attempt !== attempt) return this.#state
    if (!application.ok) return this.#fail(attempt, application.failure)
    const wayBack = await this.#openWayBack(attempt, application.value, chosen)
    if (this.#attempt !== attempt) return this.#state
    if (!wayBack.ok) return this.#fail(attempt, wayBack.failure)
    return this.#wait(attempt, application.value, wayBack.value)
  }

  /** Ends an attempt, or puts away how the last one ended. While the connection is being saved it does nothing. */
  cancel(): void {
    if (this.#state.step === 'saving') return
    const attempt = this.#attempt
    this.#leave('connect-cancelled')
    this.#closeWayBack()
    this.#show(attempt ? { step: 'failed', failure: { code: 'connect-cancelled' } } : { step: 'idle' })
  }

  /** The address for a browser that the person opens (F-128). It holds neither the verifier nor a secret of the app. */
  copyLink(): Result<null> {
    const waiting = this.#attempt?.waiting
    if (!waiting) return failed('connect-timed-out')
    this.#ports.copyToClipboard(waiting.awaited.address)
    return ok(null)
  }

  /** The address that the browser ended at, pasted by the person. */
  paste(address: string): Result<null> {
    const attempt = this.#attempt
    if (!attempt?.waiting) return failed('connect-timed-out')
    const query = queryOfPastedAddress(address, attempt.waiting.awaited.redirectUri)
    return query !== null && this.#receive(attempt, query) === 'taken'
      ? ok(null)
      : failed('connect-address-unusable')
  }

  /** The person's answer to *is this you?*. Refusing revokes what was exchanged. */
  async confirmOwner(accept: boolean): Promise<ConnectState> {
    const attempt = this.#attempt
    if (this.#state.step !== 'confirming' || !attempt) return this.#state
    if (!accept) {
      this.cancel()
      await this.#ledgerWork
      return this.#state
    }
    const { owner } = this.#state
    this.#show({ step: 'saving' })
    const accepted = await this.#inTurn(() => this.#ports.ledger.accept())
    if (this.#attempt !== attempt) return this.#state
    if (!accepted.ok) {
      void this.#inTurn(() => this.#refuse(attempt))
      return this.#fail(attempt, accepted.failure)
    }
    this.#attempt = null
    this.#show({ step: 'connected', owner })
    return this.#state
  }

  /** For quitting: nothing listens and nothing is pending afterwards. */
  dispose(): void {
    this.#stopWatching()
    this.#leave('connect-cancelled')
    this.#closeWayBack()
    this.#listeners.clear()
  }

  async #openWayBack(
    attempt: Attempt,
    application: Application,
    chosen: WayBack | null,
  ): Promise<Result<OpenWayBack>> {
    // Checked here, before anything listens: what may not be opened need not be waited for.
    if (!mayOpenInBrowser(application.hosts.authorize, application))
      return failed('fullscript-not-configured', { detail: 'authorize' })
    let last: Result<never> = failed('connect-no-way-back')
    for (const kind of WAYS_IN_ORDER[chosen ?? application.wayBack]) {
      const way = this.#ports.waysBack.find((candidate) => candidate.kind === kind)
      const opened = await way?.open(application, (query, senderAllowed) =>
        this.#receive(attempt, query, senderAllowed),
      )
      if (opened?.ok) {
        // Cancelled meanwhile: nobody will ever ask for it.
        if (this.#attempt !== attempt) opened.value.close()
        return opened
      }
      if (opened) last = opened
    }
    return last
  }

  #wait(attempt: Attempt, application: Application, wayBack: OpenWayBack): ConnectState {
    const { clock } = this.#ports
    const awaited = awaitAnswer(application, wayBack.redirectUri)
    attempt.waiting = {
      awaited,
      deadline: clock.monotonic() + ATTEMPT_MILLISECONDS,
      cancelTimer: clock.after(ATTEMPT_MILLISECONDS, () =>
        this.#fail(attempt, { code: 'connect-timed-out' }),
      ),
    }
    this.#wayBack = wayBack
    this.#show({
      step: 'waiting',
      wayBack: wayBack.kind,
      deadline: clock.now() + ATTEMPT_MILLISECONDS,
      unexpectedResponse: false,
      browserFailed: false,
    })
    void this.#ports.openBrowser(awaited.address, application).then((opened) => {
      if (!opened.ok) this.#note(attempt, 'browserFailed')
    })
    return this.#state
  }

  /** An answer from whichever way back. Decides at once, so that two equal answers cannot both be taken (F-114). */
  #receive(attempt: Attempt, query: string, senderAllowed = () => true): 'taken' | 'refused' {
    const { waiting } = attempt
    if (this.#attempt !== attempt || !waiting) return 'refused'
    if (this.#ports.clock.monotonic() >= waiting.deadline) {
      this.#fail(attempt, { code: 'connect-timed-out' })
      return 'refused'
    }
    const response = readAnswer(query, waiting.awaited)
    if (response === null || !senderAllowed()) {
      this.#note(attempt, 'unexpectedResponse')
      return 'refused'
    }
    this.#stopWaiting(attempt)
    this.#ports.onReturned()
    if (response.kind === 'error') this.#fail(attempt, failureOfProviderError(response.error), 'keep-page')
    else void this.#exchange(attempt, waiting.awaited, response.code)
    return 'taken'
  }

  async #exchange(attempt: Attempt, awaited: AwaitedAnswer, code: string): Promise<void> {
    this.#show({ step: 'exchanging' })
    const { application, redirectUri, codeVerifier } = awaited
    const { signal } = attempt.abort
    const over = () => this.#attempt !== attempt
    const answer = await this.#inTurn(async () => {
      if (over()) return failed('connect-cancelled')
      const input = { application, code, redirectUri, codeVerifier, signal }
      const exchanged = await this.#ports.ledger.exchange(input)
      // Nobody will confirm what arrives after the attempt ended.
      if (exchanged.ok && over()) await this.#refuse(attempt)
      return exchanged
    })
    if (over()) return
    if (answer.ok) this.#show({ step: 'confirming', ...answer.value })
    else this.#fail(attempt, answer.failure, 'keep-page')
  }

  /** Only while the same person is signed in: the ledger acts for whoever that is. */
  async #refuse(attempt: Attempt): Promise<void> {
    if (this.#ports.sessions.current()?.id === attempt.sessionId) await this.#ports.ledger.refuse()
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T | ReturnType<typeof failed>> {
    const done = this.#ledgerWork.then(work).catch((error: unknown) => {
      this.#ports.logger.error('Connecting to Fullscript broke', { error })
      return failed('unexpected')
    })
    this.#ledgerWork = done
    return done
  }

  /** Leaves the outstanding attempt, if there is one, without a word to the window. */
  #leave(why: Failure['code']): void {
    const attempt = this.#attempt
    if (!attempt) return
    if (this.#state.step === 'confirming') void this.#inTurn(() => this.#refuse(attempt))
    this.#end(attempt, why)
  }

  #fail(attempt: Attempt, failure: Failure, page?: 'keep-page'): ConnectState {
    if (this.#attempt !== attempt) return this.#state
    this.#end(attempt, failure.code)
    if (page !== 'keep-page') this.#closeWayBack()
    this.#show({ step: 'failed', failure })
    return this.#state
  }

  #end(attempt: Attempt, why: Failure['code']): void {
    this.#stopWaiting(attempt)
    attempt.abort.abort()
    this.#attempt = null
    const outcome = why === 'connect-denied' || why === 'connect-cancelled' ? 'refused' : 'failed'
    this.#ports.logger.info('Connecting to Fullscript ended', { outcome, code: why })
    this.#ports.audit
      .record({ personId: attempt.personId, action: 'fullscript.connect', subject: why, outcome })
      .catch((error: unknown) => {
        this.#ports.logger.error('An audit entry could not be written', { error })
      })
  }

  /** Drops the secrets of the wait; the verifier of an answer that was taken lives on in its exchange alone. */
  #stopWaiting(attempt: Attempt): void {
    attempt.waiting?.cancelTimer()
    attempt.waiting = null
  }

  #closeWayBack(): void {
    this.#wayBack?.close()
    this.#wayBack = null
  }

  /** Says once that something happened; the attempt stays alive (F-111, F-128). */
  #note(attempt: Attempt, what: 'unexpectedResponse' | 'browserFailed'): void {
    if (this.#attempt !== attempt || this.#state.step !== 'waiting' || this.#state[what]) return
    this.#ports.logger.warn('Connecting to Fullscript: something unexpected', { what })
    this.#show({ ...this.#state, [what]: true })
  }

  #show(state: ConnectState): void {
    if (state.step === 'idle' && this.#state.step === 'idle') return
    this.#state = state
    for (const listener of this.#listeners) listener(state)
  }
}
