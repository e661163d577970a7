/**
 * When a connection was last used, for the administrator's overview: to the hour, because no call may wait for it. One
 * write for each hour of use at most, in the background.
 */
import type { Clock } from '../../../platform/clock/clock'
import type { Records } from '../../../records/unit-of-work'
import type { Background } from '../background'
import type { Applications } from '../types'
import type { Holders } from './keeper'
import { noteUse } from './connection-facts-repository'

const HOUR = 3_600_000

type Dependencies = {
  records: Pick<Records, 'internal'>
  clock: Clock
  background: Background
  applications: Applications
  holders: Holders
}

export class LastUse {
  readonly #with: Dependencies
  /** The hour that was written last, by person. */
  readonly #written = new Map<string, number>()

  constructor(dependencies: Dependencies) {
    this.#with = dependencies
  }

  /** A call of this person has worked. */
  note(personId: string): void {
    const now = this.#with.clock.now()
    const hour = Math.floor(now / HOUR)
    if (this.#written.get(personId) === hour) return
    this.#written.set(personId, hour)
    this.#with.background.run(this.#write(personId, now))
  }

  /** The person has another connection, or another environment is used: the next use counts anew. */
  forget(): void {
    this.#written.clear()
  }

  async #write(personId: string, now: number): Promise<void> {
    const { records, applications, holders } = this.#with
    const application = await applications.current()
    if (!application.ok) return
    const { environment } = application.value
    const holder = await holders.of(personId, application.value)
    if (holder.ok)
      await records.internal((handle) => noteUse(handle, { holder: holder.value, environment }, now))
  }
}
