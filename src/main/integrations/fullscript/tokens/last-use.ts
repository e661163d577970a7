/**
 * When a connection was last used, for the administrator's overview: to the hour, because no call may wait for it. One
 * write for each hour of use at most, in the background.
 */
import type { Clock } from '../../../platform/clock/clock'
import type { Records } from '../../../records/unit-of-work'
import type { Background } from '../background'
import type { FullscriptContext } from '../context'
import { noteUse } from './connection-facts-repository'

const HOUR = 3_600_000

type Dependencies = {
  records: Pick<Records, 'internal'>
  clock: Clock
  background: Background
}

export class LastUse {
  readonly #deps: Dependencies
  /** The hour that was written last, by person. */
  readonly #written = new Map<string, number>()

  constructor(dependencies: Dependencies) {
    this.#deps = dependencies
  }

  /** A call in this context has worked. */
  note(context: FullscriptContext): void {
    const now = this.#deps.clock.now()
    const hour = Math.floor(now / HOUR)
    const personId = context.session.person.id
    if (this.#written.get(personId) === hour) return
    this.#written.set(personId, hour)
    this.#deps.background.run(this.#deps.records.internal((handle) => noteUse(handle, context, now)))
  }

  /** The person has another connection, or another environment is used: the next use counts anew. */
  forget(): void {
    this.#written.clear()
  }
}
