/**
 * Connect attempts whose person is not there, because Yarrow locked, or ended and was started by the answer (F-206). What
 * is secret of one is sealed under its person's key, in the records, for ten minutes at most (R-7636-04). Its callback
 * stays open meanwhile, and an answer that comes waits in memory until that person signs in: its code is worth nothing
 * without the verifier and the practice's secret, which nobody can open before.
 */
import { ok, type Result } from '../../../../shared/failures'
import type { Session } from '../../../identity/session'
import type { Clock } from '../../../platform/clock/clock'
import { sealText, unsealText } from '../../../platform/crypto/seal'
import { withStorageFailures } from '../../../records/database-errors'
import { answerDigest, ATTEMPT_MILLISECONDS, isWithin, requestSchema, type AttemptRequest } from './attempt'
import { parseAuthorizationResponse } from './authorization-response'
import type { Deliver, OpenCallback } from './callbacks'
import type { AttemptEnd, AttemptRow, AttemptRows } from './connect-attempt-repository'

/** Milliseconds after its end, whatever two clocks differ by, that an attempt of another workstation is removed here. */
const LONG_OVER = 24 * 60 * 60_000

/** What is known of an attempt without any key. */
type Facts = Omit<AttemptRow, 'secretsSealed'>

/** Everything beside the secrets is part of the seal, so that no row can be lengthened or moved (F-622). */
const identity = ({ personId, stationId, answerDigest, startedAt, deadline }: Facts) => [
  ...['fullscript_connect_attempt', personId, stationId, answerDigest, 'secrets'],
  ...[String(startedAt), String(deadline)],
]

type Suspended = {
  /** Null when it was past waiting: it has ended, and there is only something to tell. */
  facts: Facts | null
  callback: OpenCallback | null
  /** The query of the one that came, raw. */
  answer: string | null
  /** A lock came between: its person is told when nothing of it is left. */
  interrupted: boolean
  cancelTimer: () => void
}

type Dependencies = {
  rows: AttemptRows
  clock: Clock
  /** This workstation: the answer comes to where the browser was opened. */
  stationId: string
  /** An answer waits for its person to sign in, or none does any more; nothing says who (F-209). */
  onAnswered?: (waits: boolean) => void
}

export class SuspendedAttempts {
  readonly #deps: Dependencies
  readonly #byPerson = new Map<string, Suspended>()

  constructor(dependencies: Dependencies) {
    this.#deps = dependencies
  }

  get answered(): boolean {
    return [...this.#byPerson.values()].some(({ answer }) => answer !== null)
  }

  /** Once, when the records are open: removes what is over, and learns which links may still be answers. */
  load(): Promise<Result<null>> {
    const { rows, clock } = this.#deps
    return withStorageFailures(async () => {
      for (const { secretsSealed: _, ...facts } of await rows.all()) {
        if (isWithin(facts, clock.now())) this.#suspend(facts.personId, facts, null, false)
        else await rows.remove(facts.answerDigest, endOf(facts, 'connect-timed-out'))
      }
      for (const left of await rows.leftElsewhere(clock.now() - LONG_OVER))
        await rows.remove(left.answerDigest, endOf(left, 'connect-timed-out'))
      return ok(null)
    })
  }

  /** Replaces what the person had. Durable when it resolves. */
  save(session: Session, request: AttemptRequest): Promise<Result<null>> {
    const facts = this.#factsOf(session.person.id, request)
    const secretsSealed = sealText(session.personKey, identity(facts), JSON.stringify(request))
    return withStorageFailures(async () => {
      await this.#deps.rows.save({ ...facts, secretsSealed })
      this.take(facts.personId)
      return ok(null)
    })
  }

  /** A lock: `request` is null where no answer is awaited any more. The callback stays open until the deadline. */
  suspend(personId: string, request: AttemptRequest | null, callback: OpenCallback | null): void {
    this.#suspend(personId, request && this.#factsOf(personId, request), callback, true)
  }

  /** What the person's attempt was, while its time is not over; what is over is removed. */
  open(session: Session): Promise<Result<AttemptRequest | null>> {
    const { rows, clock } = this.#deps
    return withStorageFailures(async () => {
      const row = await rows.of(session.person.id)
      if (!row) return ok(null)
      const opened = unsealText(session.personKey, identity(row), row.secretsSealed)
      if (opened !== null && isWithin(row, clock.now())) return ok(requestSchema.parse(JSON.parse(opened)))
      // Nobody was there to see it end; the audit has it all the same.
      await rows.remove(row.answerDigest, endOf(row, opened === null ? 'vault-damaged' : 'connect-timed-out'))
      return ok(null)
    })
  }

  of(personId: string): Readonly<Suspended> | null {
    return this.#byPerson.get(personId) ?? null
  }

  /** The person is there: no longer suspended, and what came meanwhile. Closing the callback is theirs from now on. */
  take(personId: string): string | null {
    const found = this.#byPerson.get(personId)
    this.#byPerson.delete(personId)
    return found ? this.#forgetAnswer(found) : null
  }

  /** It goes on without its sealed copy (`end` null), or is over. Harmless when repeated. */
  remove(personId: string, digest: string, end: AttemptEnd | null): Promise<Result<null>> {
    if (this.of(personId)?.facts?.answerDigest === digest) this.take(personId)
    return withStorageFailures(async () => {
      await this.#deps.rows.remove(digest, end)
      return ok(null)
    })
  }

  /**
   * Keeps the first answer to a suspended attempt for its person; whatever else has its state is no better. Null when
   * it answers no such attempt.
   */
  answer(redirectUri: string, query: string, senderAllowed = () => true): ReturnType<Deliver> | null {
    const response = parseAuthorizationResponse(query)
    if (response.kind === 'malformed') return null
    const digest = answerDigest({ redirectUri, state: response.state })
    const found = [...this.#byPerson.values()].find(({ facts }) => facts?.answerDigest === digest)
    if (!found?.facts) return null
    const current = isWithin(found.facts, this.#deps.clock.now())
    if (!current || found.answer !== null || !senderAllowed()) return 'refused'
    found.answer = query
    this.#deps.onAnswered?.(true)
    return 'kept'
  }

  /** Where somebody else needs the address; an answer that came before stays. */
  closeCallbacks(): void {
    for (const suspended of this.#byPerson.values()) {
      suspended.callback?.close()
      suspended.callback = null
    }
  }

  /** For quitting. */
  dispose(): void {
    this.closeCallbacks()
    for (const personId of [...this.#byPerson.keys()]) this.take(personId)
  }

  #suspend(personId: string, facts: Facts | null, callback: OpenCallback | null, interrupted: boolean): void {
    const { clock } = this.#deps
    this.take(personId)
    const suspended: Suspended = { facts, callback, answer: null, interrupted, cancelTimer: () => undefined }
    this.#byPerson.set(personId, suspended)
    if (!facts) return
    const left = Math.min(facts.deadline - clock.now(), ATTEMPT_MILLISECONDS)
    suspended.cancelTimer = clock.after(left, () => {
      suspended.callback?.close()
      suspended.callback = null
      this.#forgetAnswer(suspended)
    })
  }

  #forgetAnswer(suspended: Suspended): string | null {
    const { answer } = suspended
    suspended.cancelTimer()
    suspended.answer = null
    if (answer !== null && !this.answered) this.#deps.onAnswered?.(false)
    return answer
  }

  #factsOf(personId: string, request: AttemptRequest): Facts {
    const { startedAt, deadline } = request
    return {
      personId,
      stationId: this.#deps.stationId,
      answerDigest: answerDigest(request),
      startedAt,
      deadline,
    }
  }
}

const endOf = ({ personId }: Facts, subject: AttemptEnd['subject']): AttemptEnd => ({
  ...{ personId, subject },
  outcome: 'failed',
})
