/**
 * "Scopes were added to our app" (mission/003): from then on everybody who connected before is asked to connect again,
 * because a token keeps the scopes that it was made with. One moment for each environment.
 */
import type { Environment } from '../../../shared/contract/fullscript'
import { failed, ok, type Result } from '../../../shared/failures'
import { Listeners } from '../../../shared/listeners'
import type { Clock } from '../../platform/clock/clock'
import type { Sessions } from '../../identity/session'
import type { Records } from '../../records/unit-of-work'
import { applicationRow, saveScopesAdded } from './application-repository'

type Dependencies = {
  records: Records
  sessions: Sessions
  clock: Clock
  environment: () => Promise<Environment | null>
}

export class ScopesAdded {
  readonly #deps: Dependencies
  readonly #listeners = new Listeners()

  constructor(dependencies: Dependencies) {
    this.#deps = dependencies
  }

  /** Called after an administrator has said so, or has taken it back. */
  onChange(listener: () => void): () => void {
    return this.#listeners.add(listener)
  }

  /** Epoch milliseconds; null when nothing was added since the practice began. */
  async at(environment: Environment): Promise<number | null> {
    const row = await this.#deps.records.read((handle) => applicationRow(handle, environment))
    return row?.scopesAddedAt ?? null
  }

  /** `at`: null takes it back. `invalid-input` for a moment that is still to come. */
  async say(at: number | null): Promise<Result<null>> {
    const { sessions, clock, records } = this.#deps
    const session = sessions.current()
    if (!session) return failed('signed-out')
    if (at !== null && at > clock.now()) return failed('invalid-input', { detail: 'at' })
    const environment = await this.#deps.environment()
    if (!environment) return failed('fullscript-not-configured')
    const actor = { personId: session.person.id }
    return records.run(actor, 'fullscript.scopes-added', null, async (handle, unit) => {
      unit.row({ subject: at === null ? 'taken back' : String(at) })
      await saveScopesAdded(handle, environment, at)
      unit.after(() => {
        this.#listeners.tell()
      })
      return ok(null)
    })
  }
}
