/**
 * Connecting a Fullscript account: the state machine from the button to the confirmed owner (mission/001). The way
 * back is ready before the browser opens, the one answer that carries this attempt's `state` is exchanged exactly
 * once, and the person confirms whose account it is before anything counts. Every other answer leaves the attempt
 * as it is. The secrets of an attempt are dropped with it; a sealed copy lets it go on for its own person after a lock,
 * and after a restart where a link may answer it (R-7636-04, F-206, F-706).
 */
import type { ConnectState, WayBack } from '../../../../shared/contract/fullscript'
import { failed, ok, type Failure, type Result } from '../../../../shared/failures'
import { Listeners } from '../../../../shared/listeners'
import type { Session } from '../../../identity/session'
import type { Application } from '../types'
import { newAttempt, periodFrom, Wait, type Attempt, type Period } from './attempt'
import { clearUp, removeKept } from './attempt-end'
import { AwayWays } from './away-ways'
import {
  awaitAgain,
  awaitAnswer,
  readAnswer,
  type AttemptSecrets,
  type AwaitedAnswer,
} from './awaited-answer'
import type { ConnectPorts } from './connect-ports'
import { LedgerInTurn } from './ledger-in-turn'
import { queriesOfPastedAddress } from './pasted-address'
import { prepareWayBack, type Prepared } from './prepare-way-back'
import { failureOfProviderError } from './provider-error'
import { isLoopbackUri } from './redirect-uris'
import { WAYS_IN_ORDER } from '../unknowns'
import type { Deliver, OpenWayBack } from './ways-back'

export class ConnectFlow {
  readonly #ports: ConnectPorts
  readonly #ledger: LedgerInTurn
  readonly #listeners = new Listeners<[state: ConnectState]>()
  readonly #stopWatching: () => void
  #state: ConnectState = { step: 'idle' }
  /** The one outstanding attempt (F-125). */
  #attempt: Attempt | null = null
  /** Kept beyond the wait, because it still serves the page that the person sees. */
  #wayBack: OpenWayBack | null = null
  /** Those of people who are away: Yarrow locked while they were in the browser. */
  readonly #away: AwayWays
  /** Whose attempt a lock met; if it has ended by the time they are back, they are told, and nobody else is. */
  readonly #interrupted = new Set<string>()
  /** What the attempt before left to do; a sign-out waits for it. */
  #clearing: Promise<void> = Promise.resolve()

  constructor(ports: ConnectPorts) {
    this.#ports = ports
    this.#ledger = new LedgerInTurn(ports)
    this.#away = new AwayWays(ports.clock)
    this.#stopWatching = ports.sessions.onChange(async (session) => {
      if (this.#attempt && session?.id === this.#attempt.sessionId) return
      this.#leave('signed-out')
      // Nobody sees how another person's attempt ended.
      this.#closeWayBack()
      this.#show({ step: 'idle' })
      await this.#clearing
      if (!session) return
      await this.#resume(session)
      this.#tellInterrupted(session)
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
   * `chosen`: null for the way back of the settings. `trial`: from the test page. Answers once the person can go on in
   * the browser.
   */
  async start(chosen: WayBack | null, trial = false): Promise<ConnectState> {
    const session = this.#ports.sessions.current()
    if (!session) return { step: 'failed', failure: { code: 'signed-out' } }
    if (this.#state.step === 'saving') return this.#state
    this.#leave('connect-cancelled')
    this.#closeWayBack()
    // The one address that the practice may have registered is for whoever is at work.
    this.#away.closeAll()
    const attempt = (this.#attempt = newAttempt(session, trial))
    this.#show({ step: 'preparing' })

    const prepared = await this.#prepare(attempt, ({ wayBack }) => WAYS_IN_ORDER[chosen ?? wayBack])
    if (!prepared.ok) return this.#fail(attempt, prepared.failure)
    const { application, wayBack } = prepared.value
    const awaited = awaitAnswer(application, wayBack.redirectUri)
    const period = periodFrom(this.#ports.clock.now())
    if (this.#attempt === attempt) {
      const kept = await this.#ports.attempts.keep(session, awaited, period)
      if (kept.ok) attempt.kept = kept.value
      if (!kept.ok) return this.#fail(attempt, kept.failure)
    }
    if (this.#attempt !== attempt) {
      this.#clearing = removeKept(attempt, this.#ports)
      return this.#state
    }
    this.#wait(attempt, awaited, period, wayBack.kind)
    void this.#ports.openBrowser(awaited.address, application).then((opened) => {
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
    this.#leave('connect-cancelled')
    this.#closeWayBack()
    const told = attempt !== null && !attempt.trial
    this.#show(told ? { step: 'failed', failure: { code: 'connect-cancelled' } } : { step: 'idle' })
  }

  /** The address for a browser that the person opens (F-128). It holds neither the verifier nor a secret of the app. */
  copyLink(): Result<null> {
    const wait = this.#attempt?.wait
    if (!wait) return failed('connect-timed-out')
    this.#ports.copyToClipboard(wait.awaited.address)
    return ok(null)
  }

  /** The address that the browser ended at, pasted by the person. */
  paste(address: string): Result<null> {
    const attempt = this.#attempt
    if (!attempt?.wait) return failed('connect-timed-out')
    const { awaited } = attempt.wait
    const queries = queriesOfPastedAddress(address, awaited.redirectUri)
    const query = queries.find((one) => readAnswer(one, awaited) !== null) ?? queries[0]
    return query !== undefined && this.#receive(attempt, query, () => true) === 'taken'
      ? ok(null)
      : failed('connect-address-unusable')
  }

  /** The person's answer to *is this you?*. Refusing revokes what was exchanged. */
  async confirmOwner(accept: boolean): Promise<ConnectState> {
    const attempt = this.#attempt
    if (this.#state.step !== 'confirming' || !attempt) return this.#state
    if (!accept) {
      this.cancel()
      await this.#ledger.settled()
      return this.#state
    }
    const { owner } = this.#state
    this.#show({ step: 'saving' })
    const accepted = await this.#ledger.accept()
    if (this.#attempt !== attempt) return this.#state
    if (!accepted.ok) {
      void this.#ledger.refuse(attempt)
      return this.#fail(attempt, accepted.failure)
    }
    this.#attempt = null
    this.#show({ step: 'connected', owner })
    return this.#state
  }

  /** After sleep, through which timers and monotonic clocks may have stood still (F-126). */
  expireIfDue(): void {
    const attempt = this.#attempt
    if (attempt?.wait?.isOverByEitherClock) this.#fail(attempt, { code: 'connect-timed-out' })
  }

  /** Before quitting, and before signing out for it: what a link may still answer goes on after the next start. */
  setAside(): void {
    const attempt = this.#attempt
    if (!attempt?.wait || this.#wayBack?.kind !== 'deep-link') return
    this.#putOff(attempt)
    this.#closeWayBack()
  }

  /**
   * Yarrow locks, as it does while somebody is busy in the browser: the attempt and what the browser brings wait for
   * that person. What was past waiting has ended, and they are told after the password.
   */
  locked(): void {
    const attempt = this.#attempt
    if (!attempt) return
    this.#interrupted.add(attempt.personId)
    const { wait, kept } = attempt
    if (!wait || !kept) return
    kept.sleep()
    if (this.#wayBack) this.#away.leave(attempt.personId, this.#wayBack, wait.period)
    this.#wayBack = null
    this.#putOff(attempt)
  }

  /** For quitting: nothing listens and nothing is pending afterwards. */
  dispose(): void {
    this.#stopWatching()
    this.#leave('connect-cancelled')
    this.#closeWayBack()
    this.#away.closeAll()
    this.#listeners.clear()
  }

  /** Where a lock, a quit or a kill left this person, until the same deadline, with the answer that came meanwhile. */
  async #resume(session: Session): Promise<void> {
    const reopened = await this.#ports.attempts.open(session)
    if (this.#attempt || this.#ports.sessions.current()?.id !== session.id) return
    if (!reopened.ok) this.#ports.logger.error('A connect attempt was not read', reopened.failure)
    if (!reopened.ok || !reopened.value) return
    const { kept, period, secrets, answered, wake } = reopened.value
    const attempt = (this.#attempt = newAttempt(session))
    attempt.kept = kept
    const left = this.#away.take(session.person.id) ?? (answered ? answeredAt(secrets) : null)
    // Nobody has listened there since.
    if (left === null && isLoopbackUri(secrets.redirectUri))
      return void this.#fail(attempt, { code: 'connect-locked' })
    const prepared = await this.#prepare(attempt, () => ['deep-link'], left)
    if (!prepared.ok) return void this.#fail(attempt, prepared.failure)
    const { application, wayBack } = prepared.value
    const awaited = awaitAgain(application, wayBack.redirectUri, secrets)
    if (!awaited) return void this.#fail(attempt, { code: 'connect-cancelled' })
    if (this.#attempt !== attempt) return
    const query = wake()
    this.#wait(attempt, awaited, period, wayBack.kind)
    if (query !== null) this.#receive(attempt, query, () => true)
  }

  #tellInterrupted({ id, person }: Session): void {
    const mine = this.#interrupted.delete(person.id)
    const untold = mine && this.#attempt === null && this.#state.step === 'idle'
    if (untold && this.#ports.sessions.current()?.id === id)
      this.#show({ step: 'failed', failure: { code: 'connect-locked' } })
  }

  /** `left`: a way back that is open already. When it succeeds the attempt is still the outstanding one. */
  async #prepare(
    attempt: Attempt,
    waysFor: (application: Application) => readonly WayBack[],
    left: OpenWayBack | null = null,
  ): Promise<Result<Prepared>> {
    const prepared = await prepareWayBack(this.#ports, waysFor, this.#deliver, attempt.abort.signal, left)
    if (!prepared.ok) left?.close()
    if (!prepared.ok) return prepared
    if (this.#attempt !== attempt) {
      prepared.value.wayBack.close()
      return failed('connect-cancelled')
    }
    this.#wayBack = prepared.value.wayBack
    return prepared
  }

  #wait(attempt: Attempt, awaited: AwaitedAnswer, period: Period, wayBack: WayBack): void {
    attempt.wait = new Wait(this.#ports.clock, awaited, period, () =>
      this.#fail(attempt, { code: 'connect-timed-out' }),
    )
    this.#show({
      step: 'waiting',
      wayBack,
      redirectUri: awaited.redirectUri,
      deadline: period.deadline,
      unexpectedResponse: false,
      browserFailed: false,
    })
  }

  /** An answer from whichever way back: for somebody who is away, or for the outstanding attempt. */
  readonly #deliver: Deliver = (redirectUri, query, senderAllowed = () => true) => {
    const outcome = this.#ports.attempts.park(redirectUri, query, senderAllowed)
    // Whoever else is signed in is not disturbed.
    if (outcome === 'parked' && this.#ports.sessions.current() === null) this.#ports.onReturned()
    if (outcome !== null) return outcome
    const attempt = this.#attempt
    if (attempt?.wait?.awaited.redirectUri !== redirectUri) return 'refused'
    return this.#receive(attempt, query, senderAllowed)
  }

  /** An answer to the outstanding attempt. Decides at once, so that two equal answers cannot both be taken (F-114). */
  #receive(attempt: Attempt, query: string, senderAllowed: () => boolean): 'taken' | 'refused' {
    const { wait } = attempt
    if (this.#attempt !== attempt || !wait) return 'refused'
    if (wait.isOver) {
      this.#fail(attempt, { code: 'connect-timed-out' })
      return 'refused'
    }
    const response = readAnswer(query, wait.awaited)
    if (response === null || !senderAllowed()) {
      this.#note(attempt, 'unexpectedResponse')
      return 'refused'
    }
    this.#stopWaiting(attempt)
    this.#ports.onReturned()
    if (response.kind === 'error') this.#fail(attempt, failureOfProviderError(response.error), 'keep-page')
    else void this.#exchange(attempt, wait.awaited, response.code)
    return 'taken'
  }

  async #exchange(attempt: Attempt, awaited: AwaitedAnswer, code: string): Promise<void> {
    this.#show({ step: 'exchanging' })
    const answer = await this.#ledger.exchange(attempt, awaited, code)
    if (this.#attempt !== attempt) return
    if (answer.ok) this.#show({ step: 'confirming', ...answer.value })
    else this.#fail(attempt, answer.failure, 'keep-page')
  }

  /** Leaves the outstanding attempt, if there is one, without a word to the window. */
  #leave(why: Failure['code']): void {
    const attempt = this.#attempt
    if (!attempt) return
    if (this.#state.step === 'confirming') void this.#ledger.refuse(attempt)
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
    this.#clearing = clearUp(attempt, why, this.#ports)
  }

  /** Its sealed copy stays. */
  #putOff(attempt: Attempt): void {
    this.#stopWaiting(attempt)
    this.#attempt = null
    this.#show({ step: 'idle' })
  }

  /** Drops the secrets of the wait; the verifier of an answer that was taken lives on in its exchange alone. */
  #stopWaiting(attempt: Attempt): void {
    attempt.wait?.stop()
    attempt.wait = null
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
    this.#listeners.tell(state)
  }
}

/** For an answer that came before its way back was closed. */
const answeredAt = ({ redirectUri }: AttemptSecrets): OpenWayBack => ({
  kind: isLoopbackUri(redirectUri) ? 'loopback' : 'deep-link',
  redirectUri,
  close: () => undefined,
})
