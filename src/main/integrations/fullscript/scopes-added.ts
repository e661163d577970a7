/**
 * "Scopes were added to our app" (mission/003): from then on everybody who connected before is asked to connect again,
 * because a token keeps the scopes that it was made with. One moment for each environment.
 */
import type { Environment } from '../../../shared/contract/fullscript'
import { failed, ok, type Result } from '../../../shared/failures'
import { Listeners } from '../../../shared/listeners'
import type { Audit } from '../../audit/audit'
import type { Clock } from '../../platform/clock/clock'
import type { Sessions } from '../../identity/session'
import type { Database } from '../../records/database'
import { withStorageFailures } from '../../records/database-errors'

type Dependencies = {
  database: Database
  sessions: Sessions
  audit: Audit
  clock: Clock
  environment: () => Promise<Environment | null>
}

export class ScopesAdded {
  readonly #with: Dependencies
  readonly #listeners = new Listeners()

  constructor(dependencies: Dependencies) {
    this.#with = dependencies
  }

  /** Called after an administrator has said so, or has taken it back. */
  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener)
  }

  /** Epoch milliseconds; null when nothing was added since the practice began. */
  async at(environment: Environment): Promise<number | null> {
    const row = await this.#with.database
      .selectFrom('fullscriptApplication')
      .select('scopesAddedAt')
      .where('environment', '=', environment)
      .executeTakeFirst()
    return row?.scopesAddedAt ?? null
  }

  /** `at`: null takes it back. `invalid-input` for a moment that is still to come. */
  async say(at: number | null): Promise<Result<null>> {
    const { sessions, clock, database, audit } = this.#with
    const session = sessions.current()
    if (!session) return failed('signed-out')
    if (at !== null && at > clock.now()) return failed('invalid-input', { detail: 'at' })
    const environment = await this.#with.environment()
    if (!environment) return failed('fullscript-not-configured')
    const said = await withStorageFailures(async () => {
      await database.transaction().execute(async (within) => {
        await within
          .updateTable('fullscriptApplication')
          .set({ scopesAddedAt: at })
          .where('environment', '=', environment)
          .execute()
        // Whoever has put off an earlier question is asked this one.
        await within
          .updateTable('fullscriptConnection')
          .set({ putOffUntil: null })
          .where('environment', '=', environment)
          .execute()
        const entry = { personId: session.person.id, action: 'fullscript.scopes-added' } as const
        await audit.record(
          { ...entry, subject: at === null ? 'taken back' : String(at), outcome: 'done' },
          within,
        )
      })
      return ok(null)
    })
    if (said.ok) this.#listeners.tell()
    return said
  }
}
