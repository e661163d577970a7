/** The world at the start: two clinics, five users, a catalogue, families, old plans and orders. */
import { Store } from '../store/store'
import { addApplications, type SeedOptions } from './applications'
import { addCatalogue } from './catalogue'
import { addClinics } from './clinics'
import { addHistory } from './history'
import { addLibrary } from './library'
import { addPatients } from './patients'

export type { SeedOptions } from './applications'

/** @param now epoch milliseconds that relative dates count back from */
export function seed(now: number, options: SeedOptions): Store {
  const store = new Store()
  addApplications(store, options)
  addClinics(store)
  addCatalogue(store)
  addPatients(store, now)
  addHistory(store, now)
  addLibrary(store)
  return store
}
