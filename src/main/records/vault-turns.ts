/** The state of the vault as others see it, and its one queue: two clicks on Retry must not open, or create, twice. */
import type { StorageState } from '../../shared/contract/app'
import { Listeners } from '../../shared/listeners'
import { Queue } from '../../shared/queue'

export class VaultTurns {
  #state: StorageState = { state: 'opening' }
  readonly #queue = new Queue()
  readonly #listeners = new Listeners<[state: StorageState]>()

  get state(): StorageState {
    return this.#state
  }

  onChange(listener: (state: StorageState) => void): () => void {
    return this.#listeners.add(listener)
  }

  /** Work whose answer is the next state. It must not reject: whatever happens the person gets an answer. */
  next(work: () => Promise<StorageState>): Promise<StorageState> {
    return this.#queue.run(async () => {
      const state = await work()
      this.become(state)
      return state
    })
  }

  /** Work that leaves the state as it is. */
  quietly(work: () => Promise<void>): Promise<void> {
    return this.#queue.run(work)
  }

  become(state: StorageState): void {
    if (state.state === this.#state.state && state.state !== 'failed' && state.state !== 'passphrase-needed')
      return
    this.#state = state
    this.#listeners.tell(state)
  }

  /** As before the first opening; nobody is told. */
  reset(): void {
    this.#state = { state: 'opening' }
  }
}
