/** Holds the one session; tells listeners in the order in which they registered; wipes keys when it ends. */
import type { Person } from '../../shared/contract/people'
import type { Clock } from '../platform/clock/clock'
import type { Logger } from '../platform/logging/logger'
import type { Session, Sessions } from './session'

type Listener = Parameters<Sessions['onChange']>[0]

/** A listener that never finishes must not keep the keys in memory for ever. */
const LONGEST_WAIT_MS = 5_000

export class CurrentSession implements Sessions {
  readonly #clock: Clock
  readonly #logger: Logger
  readonly #listeners = new Set<Listener>()
  #current: Session | null = null

  constructor(clock: Clock, logger: Logger) {
    this.#clock = clock
    this.#logger = logger
  }

  current(): Session | null {
    return this.#current
  }

  onChange(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async begin(session: Session): Promise<void> {
    this.#current = session
    await this.#tell(session)
  }

  /** Who is signed in may do something else from now on, in the same session and with the same keys (170.315(d)(1)). */
  describe(person: Person): void {
    if (this.#current?.person.id === person.id) this.#current = { ...this.#current, person }
  }

  /** From the first line on nobody is signed in; the keys are wiped once the listeners have let go of them. */
  async end(): Promise<Session | null> {
    const ended = this.#current
    if (!ended) return null
    this.#current = null
    await this.#tell(null)
    ended.personKey.fill(0)
    ended.practiceKey.fill(0)
    return ended
  }

  async #tell(session: Session | null) {
    for (const listener of [...this.#listeners]) {
      if (!(await this.#finishes(listener, session)))
        this.#logger.warn('A session listener did not finish in time')
    }
  }

  #finishes(listener: Listener, session: Session | null): Promise<boolean> {
    return new Promise((resolve) => {
      const cancel = this.#clock.after(LONGEST_WAIT_MS, () => {
        resolve(false)
      })
      Promise.resolve()
        .then(() => listener(session))
        .catch((error: unknown) => {
          this.#logger.error('A session listener failed', { error })
        })
        .finally(() => {
          cancel()
          resolve(true)
        })
    })
  }
}
