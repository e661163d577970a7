/**
 * Connect attempts that outlive the app. A link may start Yarrow (F-206), and the answer that it brings is worth
 * nothing without state and verifier: they are sealed under the key of the person who started, in a row of that person
 * alone, for ten minutes at most (R-7636-04). Nobody else can open them, and nobody at all before that person signs in.
 */
import { createHash } from 'node:crypto'
import type { Selectable } from 'kysely'
import { z } from 'zod'
import { environmentSchema, type Environment } from '../../../shared/bridge/fullscript'
import { ok, type Result } from '../../../shared/failures'
import type { Audit } from '../../audit/audit'
import type { Clock } from '../../clock/clock'
import type { Session } from '../../people/session'
import { sealText, unsealText } from '../../sealing/seal'
import type { Database, DatabaseOrTransaction } from '../../storage/database'
import { withStorageFailures } from '../../storage/database-errors'
import type { FullscriptConnectAttemptTable } from '../../storage/schema'
import { isWithin, type AttemptEnd, type Kept, type Period } from './attempt'
import { parseAuthorizationResponse } from './authorization-response'
import type { AttemptSecrets, AwaitedAnswer } from './awaited-answer'
import type { AttemptStore, Reopened } from './connect-ports'

type Row = Selectable<FullscriptConnectAttemptTable>

/** What is known of an attempt without any key. */
export type Asleep = { personId: string; environment: Environment; period: Period }

type Dependencies = { database: Database; audit: Audit; clock: Clock }

const secretsSchema: z.ZodType<AttemptSecrets> = z.object({
  redirectUri: z.string(),
  state: z.string(),
  codeVerifier: z.string(),
  address: z.string(),
})

const digestOf = (state: string) => createHash('sha256').update(state, 'utf8').digest('hex')

/** Everything beside the secrets is part of the seal, so that no row can be lengthened or moved (F-622). */
const identity = (row: Omit<Row, 'secretsSealed'>) => [
  'fullscript_connect_attempt',
  row.personId,
  row.environment,
  row.stateDigest,
  'secrets',
  String(row.startedAt),
  String(row.deadline),
]

function unsealed(session: Session, row: Row): AttemptSecrets | null {
  const opened = unsealText(session.personKey, identity(row), row.secretsSealed)
  return opened === null ? null : secretsSchema.parse(JSON.parse(opened))
}

export class SealedAttempts implements AttemptStore {
  readonly #with: Dependencies
  /** Attempts from before this start whose person has not signed in yet, by the digest of their state. */
  readonly #asleep = new Map<string, Asleep>()

  constructor(dependencies: Dependencies) {
    this.#with = dependencies
  }

  /** Once, when the records are open: removes what is over, and learns which links may still be answers. */
  load(): Promise<Result<null>> {
    return withStorageFailures(async () => {
      const rows = await this.#with.database.selectFrom('fullscriptConnectAttempt').selectAll().execute()
      for (const row of rows) {
        const { personId, stateDigest, startedAt, deadline } = row
        const environment = environmentSchema.parse(row.environment)
        if (!isWithin(row, this.#with.clock.now()))
          await this.#end(row, {
            personId: row.personId,
            subject: 'connect-timed-out',
            outcome: 'failed',
          })
        else this.#asleep.set(stateDigest, { personId, environment, period: { startedAt, deadline } })
      }
      return ok(null)
    })
  }

  /** Whose attempt from before this start a link answers; null for every link that nobody waits for. */
  asleep(environment: Environment, query: string): Asleep | null {
    if (this.#asleep.size === 0) return null
    const response = parseAuthorizationResponse(query)
    if (response.kind === 'malformed') return null
    const found = this.#asleep.get(digestOf(response.state))
    if (found?.environment !== environment) return null
    return isWithin(found.period, this.#with.clock.now()) ? found : null
  }

  keep(session: Session, awaited: AwaitedAnswer, period: Period): Promise<Result<Kept>> {
    const { application, redirectUri, state, codeVerifier, address } = awaited
    const secrets: AttemptSecrets = { redirectUri, state, codeVerifier, address }
    const facts = {
      personId: session.person.id,
      environment: application.environment,
      stateDigest: digestOf(state),
      startedAt: period.startedAt,
      deadline: period.deadline,
    }
    const row = {
      ...facts,
      secretsSealed: sealText(session.personKey, identity(facts), JSON.stringify(secrets)),
    }
    return withStorageFailures(async () => {
      await this.#with.database
        .insertInto('fullscriptConnectAttempt')
        .values(row)
        .onConflict((conflict) => conflict.column('personId').doUpdateSet(row))
        .execute()
      return ok(this.#kept(row))
    })
  }

  open(session: Session): Promise<Result<Reopened | null>> {
    for (const [digest, { personId }] of this.#asleep)
      if (personId === session.person.id) this.#asleep.delete(digest)
    return withStorageFailures(async () => {
      const row = await this.#with.database
        .selectFrom('fullscriptConnectAttempt')
        .selectAll()
        .where('personId', '=', session.person.id)
        .executeTakeFirst()
      if (!row) return ok(null)
      const { startedAt, deadline } = row
      const secrets = unsealed(session, row)
      if (secrets && isWithin(row, this.#with.clock.now()))
        return ok({ kept: this.#kept(row), period: { startedAt, deadline }, secrets })
      // Nobody was there to see it end; the audit has it all the same.
      const subject = secrets ? 'connect-timed-out' : 'vault-damaged'
      await this.#end(row, { personId: row.personId, subject, outcome: 'failed' })
      return ok(null)
    })
  }

  #kept(row: Pick<Row, 'personId' | 'stateDigest'>): Kept {
    return {
      remove: () => withStorageFailures(async () => ok(await this.#remove(row))),
      end: (how) => withStorageFailures(async () => ok(await this.#end(row, how))),
    }
  }

  async #remove(
    { personId, stateDigest }: Pick<Row, 'personId' | 'stateDigest'>,
    within: DatabaseOrTransaction = this.#with.database,
  ): Promise<null> {
    await within
      .deleteFrom('fullscriptConnectAttempt')
      .where('personId', '=', personId)
      .where('stateDigest', '=', stateDigest)
      .execute()
    return null
  }

  async #end(row: Pick<Row, 'personId' | 'stateDigest'>, how: AttemptEnd): Promise<null> {
    await this.#with.database.transaction().execute(async (within) => {
      await this.#remove(row, within)
      await this.#with.audit.record({ ...how, action: 'fullscript.connect' }, within)
    })
    return null
  }
}
