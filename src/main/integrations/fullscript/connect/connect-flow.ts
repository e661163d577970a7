/**
 * Connecting a Fullscript account: the state machine from the button to the confirmed owner (mission/001). The callback
 * is ready before the browser opens, the one answer that carries this attempt's `state` is exchanged exactly once, and
 * the person confirms whose account it is before anything counts. Every other answer leaves the attempt as it is. The
 * secrets of an attempt are dropped with it; a sealed copy lets it be resumed by its own person after a lock, and after a
 * restart where a link may answer it (R-7636-04, F-206, F-706).
 */
import type { ConnectState, WayBack } from '../../../../shared/contract/fullscript'
import { failed, ok, type Failure, type FailureCode, type Result } from '../../../../shared/failures'
import { Listeners } from '../../../../shared/listeners'
import { Queue } from '../../../../shared/queue'
import type { Session, Sessions } from '../../../identity/session'
import type { Clock } from '../../../platform/clock/clock'
import type { Logger } from '../../../platform/logging/logger'
import type { Records } from '../../../records/unit-of-work'
import type { Application, Applications, ConnectLedger } from '../types'
import { WAYS_IN_ORDER } from '../unknowns'
import {
  answerDigest,
  ATTEMPT_MILLISECONDS,
  isOf,
  isWithin,
  newRequest,
  readAnswer,
  type AttemptRequest,
} from './attempt'
import { mayOpenInBrowser } from './authorization-request'
import { openFirst, type Callback, type Deliver, type OpenCallback } from './callbacks'
import type { AttemptEnd } from './connect-attempt-repository'
import { queriesOfPastedAddress } from './pasted-address'
import { failureOfProviderError } from './provider-error'
import { isLoopbackUri } from './redirect-uris'
import type { SuspendedAttempts } from './suspended-attempts'

export type ConnectDependencies = {
  applications: Applications
  ledger: ConnectLedger
  callbacks: readonly Callback[]
  attempts: SuspendedAttempts
  sessions: Sessions
  records: Pick<Records, 'note'>
  clock: Clock
  logger: Logger
  /** Opens the system browser; fails with `connect-browser`. */
  openBrowser: (address: string, application: Application) => Promise<Result<null>>
  copyToClipboard: (text: string) => void
  /** An answer came from the browser, for whoever is signed in or has to sign in for it: raise the window. */
  onReturned: () => void
}

/** `over`: by the monotonic clock. */
type Wait = { request: AttemptRequest; application: Application; over: number; cancelTimer: () => void }

type Attempt = {
  readonly sessionId: string
  readonly personId: string
  /** From the test page. */
  readonly trial: boolean
  /** Aborted when the attempt ends without a connection. */
  readonly abort: AbortController
  /** While an answer is awaited. The secrets go with it; those of an answer that was taken live on in its exchange alone. */
  wait: Wait | null
  /** Names the sealed copy in the records, once there is one. */
  digest: string | null
}

const newAttempt = ({ id, person }: Session, trial: boolean, digest: string | null): Attempt => ({
  ...{ sessionId: id, personId: person.id, trial, digest },
  abort: new AbortController(),
  wait: null,
})

export class ConnectFlow {
  readonly #deps: ConnectDependencies
  readonly #listeners = new Listeners<[state: ConnectState]>()
  readonly #stopWatching: () => void
  #state: ConnectState = { step: 'idle' }
  /** The one outstanding attempt (F-125). */
  #attempt: Attempt | null = null
  /** Kept beyond the wait, because it still serves the page that the person sees. */
  #callback: OpenCallback | null = null
  /** The ledger's calls, one after the other: what ends one attempt never touches the next. */
  readonly #ledgerCalls = new Queue()
  /** What the attempt before left to do; a sign-out waits for it. */
  #clearing: Promise<void> = Promise.resolve()

  constructor(dependencies: ConnectDependencies) {
    this.#deps = dependencies
    this.#stopWatching = dependencies.sessions.onChange(async (session) => {
      if (this.#attempt && session?.id === this.#attempt.sessionId) return
      this.#stop('signed-out')
      // Nobody sees how another person's attempt ended.
      this.#closeCallback()
      this.#show({ step: 'idle' })
      await this.#clearing
      if (session) await this.#resume(session)
    })
  }

  get state(): ConnectState {
    return this.#state
  }

  onChange(listener: (state: ConnectState) => void): () => void {
    return this.#listeners.add(listener)
  }

  /** An attempt that succeeded is over: what became of the connection since is no longer its business. */
  settle(): void {
    if (this.#state.step === 'connected') this.#show({ step: 'idle' })
  }

  /**
   * `chosen`: null for the callback of the settings. `trial`: from the test page. Answers once the person can go on in
   * the browser.
   */
  async start(chosen: WayBack | null, trial = false): Promise<ConnectState> {
    const { sessions, attempts, clock, openBrowser } = this.#deps
    const session = sessions.current()
    if (!session) return { step: 'failed', failure: { code: 'signed-out' } }
    if (this.#state.step === 'saving') return this.#state
    this.#stop('connect-cancelled')
    this.#closeCallback()
    // The one address that the practice may have registered is for whoever is at work.
    attempts.closeCallbacks()
    const attempt = (this.#attempt = newAttempt(session, trial, null))
    this.#show({ step: 'preparing' })

    const prepared = await this.#prepare(attempt, ({ wayBack }) => WAYS_IN_ORDER[chosen ?? wayBack])
    if (!prepared.ok) return this.#fail(attempt, prepared.failure)
    const { application, callback } = prepared.value
    const request = newRequest(application, callback.redirectUri, clock.now())
    const saved = await attempts.save(session, request)
    if (!saved.ok) return this.#fail(attempt, saved.failure)
    attempt.digest = answerDigest(request)
    if (this.#attempt !== attempt) {
      this.#clearing = this.#removeSealed(attempt, null)
      return this.#state
    }
    this.#wait(attempt, request, application, callback.kind)
    void openBrowser(request.address, application).then((opened) => {
      if (!opened.ok) this.#note(attempt, 'browserFailed')
    })
    return this.#state
  }

  /**
   * Ends an attempt, or puts away how the last one ended. While the connection is being saved it does nothing. That a test
   * was given up is nothing to tell of a connection.
   */
  cancel(): void {
    if (this.#state.step === 'saving') return
    const attempt = this.#attempt
    this.#stop('connect-cancelled')
    this.#closeCallback()
    const told = attempt !== null && !attempt.trial
    this.#show(told ? { step: 'failed', failure: { code: 'connect-cancelled' } } : { step: 'idle' })
  }

  /** The address for a browser that the person opens (F-128). It holds neither the verifier nor a secret of the app. */
  copyLink(): Result<null> {
    const wait = this.#attempt?.wait
    if (!wait) return failed('connect-timed-out')
    this.#deps.copyToClipboard(wait.request.address)
    return ok(null)
  }

  /** The address that the browser ended at, pasted by the person. */
  paste(address: string): Result<null> {
    const attempt = this.#attempt
    if (!attempt?.wait) return failed('connect-timed-out')
    const { request, application } = attempt.wait
    const queries = queriesOfPastedAddress(address, request.redirectUri)
    const query = queries.find((one) => readAnswer(one, request, application) !== null) ?? queries[0]
    return query !== undefined && this.#receive(attempt, query) === 'taken'
      ? ok(null)
      : failed('connect-address-unusable')
  }

  /** The person's answer to *is this you?*. Refusing revokes what was exchanged. */
  async confirmOwner(accept: boolean): Promise<ConnectState> {
    const attempt = this.#attempt
    if (this.#state.step !== 'confirming' || !attempt) return this.#state
    if (!accept) {
      this.cancel()
      await this.#ledgerCalls.settled()
      return this.#state
    }
    const { owner } = this.#state
    this.#show({ step: 'saving' })
    const accepted = await this.#inTurn(() => this.#deps.ledger.accept())
    if (this.#attempt !== attempt) return this.#state
    if (!accepted.ok) return this.#fail(attempt, accepted.failure)
    this.#attempt = null
    this.#show({ step: 'connected', owner })
    return this.#state
  }

  /** After sleep, through which timers and monotonic clocks may have stood still (F-126). */
  expireIfDue(): void {
    const attempt = this.#attempt
    if (!attempt?.wait) return
    const { request, over } = attempt.wait
    const { clock } = this.#deps
    if (clock.monotonic() >= over || !isWithin(request, clock.now()))
      this.#fail(attempt, { code: 'connect-timed-out' })
  }

  /** Before quitting, and before signing out for it: what a link may still answer can be resumed after the next start. */
  suspendForQuit(): void {
    const attempt = this.#attempt
    if (!attempt?.wait || this.#callback?.kind !== 'deep-link') return
    this.#stop(null)
    this.#closeCallback()
    this.#show({ step: 'idle' })
  }

  /**
   * Yarrow locks, as it does while somebody is busy in the browser: the attempt and what the browser brings wait for
   * that person. What was past waiting has ended, and they are told after the password.
   */
  locked(): void {
    const attempt = this.#attempt
    if (!attempt) return
    const { personId, wait } = attempt
    this.#deps.attempts.suspend(personId, wait?.request ?? null, wait && this.#callback)
    if (!wait) return
    this.#callback = null
    this.#stop(null)
    this.#show({ step: 'idle' })
  }

  /** For quitting: nothing listens and nothing is pending afterwards. */
  dispose(): void {
    this.#stopWatching()
    this.#stop('connect-cancelled')
    this.#closeCallback()
    this.#deps.attempts.dispose()
    this.#listeners.clear()
  }

  /** Where a lock, a quit or a kill left this person, until the same deadline, with the answer that came meanwhile. */
  async #resume(session: Session): Promise<void> {
    const { attempts, sessions, logger } = this.#deps
    const personId = session.person.id
    const opened = await attempts.open(session)
    if (this.#attempt || sessions.current()?.id !== session.id) return
    if (!opened.ok) logger.error('A connect attempt was not read', opened.failure)
    const suspended = attempts.of(personId)
    const request = opened.ok ? opened.value : null
    if (!request) {
      attempts.take(personId)
      suspended?.callback?.close()
      if (suspended?.interrupted) this.#show({ step: 'failed', failure: { code: 'connect-locked' } })
      return
    }
    const attempt = (this.#attempt = newAttempt(session, false, answerDigest(request)))
    const left = suspended?.callback ?? (suspended?.answer ? closedAt(request) : null)
    // Nobody has listened there since.
    if (left === null && isLoopbackUri(request.redirectUri))
      return void this.#fail(attempt, { code: 'connect-locked' })
    const prepared = await this.#prepare(attempt, () => ['deep-link'], left)
    if (!prepared.ok) return void this.#fail(attempt, prepared.failure)
    const { application, callback } = prepared.value
    if (!isOf(request, application, callback.redirectUri))
      return void this.#fail(attempt, { code: 'connect-cancelled' })
    const query = attempts.take(personId)
    this.#wait(attempt, request, application, callback.kind)
    if (query !== null) this.#receive(attempt, query)
  }

  /**
   * What must be ready before the browser opens: the practice's app, and a callback. `left`: one that is open already.
   * When it succeeds the attempt is still the outstanding one.
   */
  async #prepare(
    attempt: Attempt,
    kindsFor: (application: Application) => readonly WayBack[],
    left: OpenCallback | null = null,
  ): Promise<Result<{ application: Application; callback: OpenCallback }>> {
    const { applications, callbacks } = this.#deps
    const { signal } = attempt.abort
    this.#callback = left
    const current = await applications.current()
    if (!current.ok) return current
    const application = current.value
    // Checked before anything listens: what may not be opened need not be waited for.
    if (!mayOpenInBrowser(application.hosts.authorize, application))
      return failed('fullscript-not-configured', { detail: 'authorize' })
    const opened = left
      ? ok(left)
      : await openFirst(callbacks, kindsFor(application), application, this.#deliver, signal)
    if (!opened.ok) return opened
    if (this.#attempt !== attempt) {
      opened.value.close()
      return failed('connect-cancelled')
    }
    this.#callback = opened.value
    return ok({ application, callback: opened.value })
  }

  #wait(attempt: Attempt, request: AttemptRequest, application: Application, wayBack: WayBack): void {
    const { clock } = this.#deps
    const left = Math.min(request.deadline - clock.now(), ATTEMPT_MILLISECONDS)
    const cancelTimer = clock.after(left, () => this.#fail(attempt, { code: 'connect-timed-out' }))
    attempt.wait = { request, application, over: clock.monotonic() + left, cancelTimer }
    const { redirectUri, deadline } = request
    const waiting = { step: 'waiting', wayBack, redirectUri, deadline } as const
    this.#show({ ...waiting, unexpectedResponse: false, browserFailed: false })
  }

  /** An answer from whichever callback: for a suspended attempt, or for the outstanding one. */
  readonly #deliver: Deliver = (redirectUri, query, senderAllowed) => {
    const { attempts, sessions, onReturned } = this.#deps
    const outcome = attempts.answer(redirectUri, query, senderAllowed)
    // Whoever else is signed in is not disturbed.
    if (outcome === 'kept' && sessions.current() === null) onReturned()
    if (outcome !== null) return outcome
    const attempt = this.#attempt
    if (attempt?.wait?.request.redirectUri !== redirectUri) return 'refused'
    return this.#receive(attempt, query, senderAllowed)
  }

  /** An answer to the outstanding attempt. Decides at once, so that two equal answers cannot both be taken (F-114). */
  #receive(attempt: Attempt, query: string, senderAllowed = () => true): 'taken' | 'refused' {
    const { wait } = attempt
    if (this.#attempt !== attempt || !wait) return 'refused'
    if (this.#deps.clock.monotonic() >= wait.over) {
      this.#fail(attempt, { code: 'connect-timed-out' })
      return 'refused'
    }
    const response = readAnswer(query, wait.request, wait.application)
    if (response === null || !senderAllowed()) {
      this.#note(attempt, 'unexpectedResponse')
      return 'refused'
    }
    wait.cancelTimer()
    attempt.wait = null
    this.#deps.onReturned()
    if (response.kind === 'error') this.#fail(attempt, failureOfProviderError(response.error), 'keep-page')
    else void this.#exchange(attempt, wait, response.code)
    return 'taken'
  }

  async #exchange(attempt: Attempt, { request, application }: Wait, code: string): Promise<void> {
    const { attempts, ledger } = this.#deps
    const { trial, personId, digest } = attempt
    const { signal } = attempt.abort
    const over = () => signal.aborted
    this.#show({ step: 'exchanging' })
    const answer = await this.#inTurn(async () => {
      // Gone before the code is sent: after a crash from here on no link may send it again (F-114).
      const removed = digest === null ? ok(null) : await attempts.remove(personId, digest, null)
      if (over()) return failed('connect-cancelled')
      if (!removed.ok) return removed
      const { redirectUri, codeVerifier } = request
      const exchanged = await ledger.exchange({ application, code, redirectUri, codeVerifier, signal, trial })
      // Nobody will confirm what arrives after the attempt ended.
      if (exchanged.ok && over()) await this.#refuse(attempt)
      return exchanged
    })
    if (this.#attempt !== attempt) return
    if (answer.ok) this.#show({ step: 'confirming', ...answer.value })
    else this.#fail(attempt, answer.failure, 'keep-page')
  }

  /** Only while the same person is signed in: the ledger acts for whoever that is. */
  async #refuse({ sessionId }: Attempt): Promise<Result<null>> {
    if (this.#deps.sessions.current()?.id === sessionId) await this.#deps.ledger.refuse()
    return ok(null)
  }

  #inTurn<T>(call: () => Promise<Result<T>>): Promise<Result<T>> {
    return this.#ledgerCalls.run(call).catch((error: unknown) => {
      this.#deps.logger.error('Connecting to Fullscript broke', { error })
      return failed('unexpected')
    })
  }

  /** Stops the outstanding attempt, if there is one, without a word to the window. `why` null: it is suspended. */
  #stop(why: FailureCode | null): void {
    const attempt = this.#attempt
    if (!attempt) return
    attempt.wait?.cancelTimer()
    attempt.wait = null
    this.#attempt = null
    if (why === null) return
    attempt.abort.abort()
    const exchanged = this.#state.step === 'confirming' || this.#state.step === 'saving'
    if (exchanged) void this.#inTurn(() => this.#refuse(attempt))
    this.#clearing = this.#clearUp(attempt, why)
  }

  #fail(attempt: Attempt, failure: Failure, page?: 'keep-page'): ConnectState {
    if (this.#attempt !== attempt) return this.#state
    this.#stop(failure.code)
    if (page !== 'keep-page') this.#closeCallback()
    this.#show({ step: 'failed', failure })
    return this.#state
  }

  /** The sealed copy goes, and log and audit hear how it ended. Never rejects: nobody can do anything about it. */
  async #clearUp(attempt: Attempt, why: FailureCode): Promise<void> {
    const { records, logger } = this.#deps
    const outcome = why === 'connect-denied' || why === 'connect-cancelled' ? 'refused' : 'failed'
    logger.info('Connecting to Fullscript ended', { outcome, code: why })
    const end = { personId: attempt.personId, subject: why, outcome } as const
    if (attempt.digest !== null) return this.#removeSealed(attempt, end)
    await records.note({ ...end, action: 'fullscript.connect' }).catch((error: unknown) => {
      logger.error('The end of a connect attempt was not kept', { error })
    })
  }

  async #removeSealed({ personId, digest }: Attempt, end: AttemptEnd | null): Promise<void> {
    const removed = await this.#deps.attempts
      .remove(personId, digest ?? '', end)
      .catch(() => failed('unexpected'))
    if (removed.ok) return
    this.#deps.logger.error('A sealed connect attempt was not removed', { code: removed.failure.code })
  }

  #closeCallback(): void {
    this.#callback?.close()
    this.#callback = null
  }

  /** Says once that something happened; the attempt stays alive (F-111, F-128). */
  #note(attempt: Attempt, what: 'unexpectedResponse' | 'browserFailed'): void {
    if (this.#attempt !== attempt || this.#state.step !== 'waiting' || this.#state[what]) return
    this.#deps.logger.warn('Connecting to Fullscript: something unexpected', { what })
    this.#show({ ...this.#state, [what]: true })
  }

  #show(state: ConnectState): void {
    if (state.step === 'idle' && this.#state.step === 'idle') return
    this.#state = state
    this.#listeners.tell(state)
  }
}

/** For an answer that came before its callback was closed. */
const closedAt = ({ redirectUri }: AttemptRequest): OpenCallback => ({
  kind: isLoopbackUri(redirectUri) ? 'loopback' : 'deep-link',
  redirectUri,
  close: () => undefined,
})
