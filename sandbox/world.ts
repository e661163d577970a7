/** What every part of one running local Fullscript shares. */
import { Clock } from './clock'
import { FaultBook } from './control/faults'
import { Counters } from './counters'
import { seed, type SeedOptions } from './seed/seed'
import { defaultSettings, type Settings } from './settings'
import { Store } from './store/store'

export class World {
  clock = new Clock()
  faults = new FaultBook()
  counters = new Counters()
  settings: Settings
  store: Store
  readonly #options: WorldOptions
  #kept: object | null = null

  constructor(options: WorldOptions) {
    this.#options = options
    this.settings = { ...defaultSettings(), ...options.settings }
    this.store = seed(this.clock.now(), options)
  }

  /** Back to the first moment, or to the data that were kept: zero counters, no faults, first settings, real time. */
  reset({ kept = false } = {}): void {
    this.clock.reset()
    this.faults.clear()
    this.counters = new Counters()
    this.settings = { ...defaultSettings(), ...this.#options.settings }
    this.store =
      kept && this.#kept
        ? Object.assign(new Store(), structuredClone(this.#kept))
        : seed(this.clock.now(), this.#options)
  }

  /** Keeps a copy of the data as they are now, for a reset to come back to. */
  keep(): void {
    this.#kept = structuredClone({ ...this.store })
  }
}

export type WorldOptions = SeedOptions & { settings?: Partial<Settings> }
