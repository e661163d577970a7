/** What every part of one running local Fullscript shares. */
import { Clock } from './clock'
import { FaultBook } from './control/faults'
import { Counters } from './counters'
import { seed, type SeedOptions } from './seed/seed'
import { defaultSettings, type Settings } from './settings'
import type { Store } from './store/store'

export class World {
  clock = new Clock()
  faults = new FaultBook()
  counters = new Counters()
  settings: Settings
  store: Store
  readonly #options: WorldOptions

  constructor(options: WorldOptions) {
    this.#options = options
    this.settings = { ...defaultSettings(), ...options.settings }
    this.store = seed(this.clock.now(), options)
  }

  /** Back to the first moment: seed data, zero counters, no faults, first settings, real time. */
  reset(): void {
    this.clock.reset()
    this.faults.clear()
    this.counters = new Counters()
    this.settings = { ...defaultSettings(), ...this.#options.settings }
    this.store = seed(this.clock.now(), this.#options)
  }
}

export type WorldOptions = SeedOptions & { settings?: Partial<Settings> }
