/**
 * Connect attempts while their person is away, because Yarrow locked, or ended and was started by the answer (F-206).
 * State and verifier are sealed under the key of the person who began, in a row of that person alone, for ten minutes
 * at most (R-7636-04). An answer that comes meanwhile is put into the attempt's letterbox, in memory only: nobody else
 * can open either, and nobody at all before that person signs in (S-21).
 */
import { createHash } from 'node:crypto'
import type { Selectable } from 'kysely'
import { z } from 'zod'
import { environmentSchema } from '../../../../shared/contract/fullscript'
import { ok, type Result } from '../../../../shared/failures'
import type { Audit } from '../../../audit/audit'
import type { Clock } from '../../../platform/clock/clock'
import type { Session } from '../../../identity/session'
import { newLetterbox, putIn, takeOut } from '../../../platform/crypto/letterbox'
import { sealText, unsealText } from '../../../platform/crypto/seal'
import { withStorageFailures } from '../../../records/database-errors'
import type { Writing } from '../../../records/handles'
import type { FullscriptConnectAttemptTable } from '../../../records/schema'
import type { Records } from '../../../records/unit-of-work'
import { ATTEMPT_MILLISECONDS, isWithin, type AttemptEnd, type Kept, type Period } from './attempt'
import { parseAuthorizationResponse } from './authorization-response'
import type { AttemptSecrets, AwaitedAnswer } from './awaited-answer'
import type { AttemptStore, Parked, Reopened } from './connect-ports'

type Row = Selectable<FullscriptConnectAttemptTable>
type RowName = Pick<Row, 'personId' | 'answerDigest'>

/** What is known of an attempt without any key, and the letter that came for it. */
type Asleep = { row: Omit<Row, 'secretsSealed'>; letter: Buffer | null; cancelTimer: () => void }

type Dependencies = {
  records: Pick<Records, 'read' | 'internal'>
  audit: Audit
  clock: Clock
  /** An answer waits for its person to sign in, or none does any more. */
  onParked?(parked: boolean): void
}

type SealedSecrets = AttemptSecrets & { letterboxKey: string }

const secretsSchema: z.ZodType<SealedSecrets> = z.object({
  environment: environmentSchema,
  redirectUri: z.string(),
  state: z.string(),
  codeVerifier: z.string(),
  address: z.string(),
  letterboxKey: z.string(),
})

const digestOf = (redirectUri: string, state: string) =>
  createHash('sha256').update(`${redirectUri}\n${state}`, 'utf8').digest('hex')

/** Everything beside the secrets is part of the seal, so that no row can be lengthened or moved (F-622). */
const identity = (row: Omit<Row, 'secretsSealed'>) => [
  'fullscript_connect_attempt',
  row.personId,
  row.environment,
  row.answerDigest,
  row.letterbox.toString('hex'),
  'secrets',
  String(row.startedAt),
  String(row.deadline),
]

const letterIdentity = ({ personId, answerDigest }: RowName) => [
  'fullscript_connect_attempt',
  personId,
  answerDigest,
  'answer',
]

function unsealed(session: Session, row: Row): SealedSecrets | null {
  const opened = unsealText(session.personKey, identity(row), row.secretsSealed)
  return opened === null ? null : secretsSchema.parse(JSON.parse(opened))
}

export class SealedAttempts implements AttemptStore {
  readonly #with: Dependencies
  /** By the digest that their answer has. */
  readonly #asleep = new Map<string, Asleep>()

  constructor(dependencies: Dependencies) {
    this.#with = dependencies
  }

  /** Whether somebody has to sign in for an answer that came; nothing says who (F-209). */
  get parked(): boolean {
    return [...this.#asleep.values()].some(({ letter }) => letter !== null)
  }

  /** Once, when the records are open: removes what is over, and learns which links may still be answers. */
  load(): Promise<Result<null>> {
    return withStorageFailures(async () => {
      const rows = await this.#with.records.read((handle) =>
        handle.selectFrom('fullscriptConnectAttempt').selectAll().execute(),
      )
      for (const row of rows) {
        const timedOut = { personId: row.personId, subject: 'connect-timed-out', outcome: 'failed' } as const
        if (!isWithin(row, this.#with.clock.now())) await this.#end(row, timedOut)
        else this.#sleep(row)
      }
      return ok(null)
    })
  }

  park(redirectUri: string, query: string, senderAllowed = () => true): Parked | null {
    if (this.#asleep.size === 0) return null
    const response = parseAuthorizationResponse(query)
    if (response.kind === 'malformed') return null
    const found = this.#asleep.get(digestOf(redirectUri, response.state))
    if (!found) return null
    const { row } = found
    const now = this.#with.clock.now()
    // The first one counts; whatever else has the state of the attempt is no better.
    if (!isWithin(row, now) || found.letter !== null || !senderAllowed()) return 'refused'
    found.letter = putIn(row.letterbox, letterIdentity(row), query)
    found.cancelTimer = this.#with.clock.after(Math.min(row.deadline - now, ATTEMPT_MILLISECONDS), () => {
      this.#forget(row)
    })
    this.#with.onParked?.(true)
    return 'parked'
  }

  keep(session: Session, awaited: AwaitedAnswer, period: Period): Promise<Result<Kept>> {
    const { environment, redirectUri, state, codeVerifier, address } = awaited
    const { publicKey, privateKey } = newLetterbox()
    const letterboxKey = privateKey.toString('base64')
    privateKey.fill(0)
    const secrets: SealedSecrets = {
      environment,
      redirectUri,
      state,
      codeVerifier,
      address,
      letterboxKey,
    }
    const facts = {
      personId: session.person.id,
      environment,
      answerDigest: digestOf(redirectUri, state),
      letterbox: publicKey,
      startedAt: period.startedAt,
      deadline: period.deadline,
    }
    const row = {
      ...facts,
      secretsSealed: sealText(session.personKey, identity(facts), JSON.stringify(secrets)),
    }
    return withStorageFailures(async () => {
      await this.#with.records.internal((handle) =>
        handle
          .insertInto('fullscriptConnectAttempt')
          .values(row)
          .onConflict((conflict) => conflict.column('personId').doUpdateSet(row))
          .execute(),
      )
      for (const { row: before } of [...this.#asleep.values()])
        if (before.personId === row.personId) this.#forget(before)
      return ok(this.#kept(facts))
    })
  }

  open(session: Session): Promise<Result<Reopened | null>> {
    return withStorageFailures(async () => {
      const row = await this.#with.records.read((handle) =>
        handle
          .selectFrom('fullscriptConnectAttempt')
          .selectAll()
          .where('personId', '=', session.person.id)
          .executeTakeFirst(),
      )
      if (!row) return ok(null)
      const opened = unsealed(session, row)
      if (opened && isWithin(row, this.#with.clock.now())) {
        const { letterboxKey, ...secrets } = opened
        const { startedAt, deadline } = row
        const answered = Boolean(this.#asleep.get(row.answerDigest)?.letter)
        const wake = () => this.#wake(row, letterboxKey)
        return ok({ kept: this.#kept(row), period: { startedAt, deadline }, secrets, answered, wake })
      }
      // Nobody was there to see it end; the audit has it all the same.
      const subject = opened ? 'connect-timed-out' : 'vault-damaged'
      await this.#end(row, { personId: row.personId, subject, outcome: 'failed' })
      return ok(null)
    })
  }

  #kept(row: Asleep['row']): Kept {
    return {
      remove: () => withStorageFailures(async () => ok(await this.#remove(row))),
      end: (how) => withStorageFailures(async () => ok(await this.#end(row, how))),
      sleep: () => {
        this.#sleep(row)
      },
    }
  }

  #sleep({ personId, environment, answerDigest, letterbox, startedAt, deadline }: Asleep['row']): void {
    const row = { personId, environment, answerDigest, letterbox, startedAt, deadline }
    this.#asleep.set(answerDigest, { row, letter: null, cancelTimer: () => undefined })
  }

  /** The person is there: what came meanwhile, and nothing is kept for this attempt any more. */
  #wake(row: Asleep['row'], letterboxKey: string): string | null {
    const letter = this.#asleep.get(row.answerDigest)?.letter
    this.#forget(row)
    if (!letter) return null
    const privateKey = Buffer.from(letterboxKey, 'base64')
    try {
      return takeOut({ publicKey: row.letterbox, privateKey }, letterIdentity(row), letter)
    } finally {
      privateKey.fill(0)
    }
  }

  #forget({ answerDigest }: RowName): void {
    const found = this.#asleep.get(answerDigest)
    found?.cancelTimer()
    this.#asleep.delete(answerDigest)
    if (found?.letter && !this.parked) this.#with.onParked?.(false)
  }

  async #remove(row: RowName): Promise<null> {
    this.#forget(row)
    await this.#with.records.internal((handle) => deleteAttempt(handle, row))
    return null
  }

  async #end(row: RowName, how: AttemptEnd): Promise<null> {
    const { records, audit } = this.#with
    this.#forget(row)
    await records.internal(async (handle) => {
      await deleteAttempt(handle, row)
      await audit.record({ ...how, action: 'fullscript.connect' }, handle)
    })
    return null
  }
}

const deleteAttempt = (handle: Writing, row: RowName) =>
  handle
    .deleteFrom('fullscriptConnectAttempt')
    .where('personId', '=', row.personId)
    .where('answerDigest', '=', row.answerDigest)
    .execute()
