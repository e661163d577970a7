/**
 * Whether the record already says that something did not come about, for one piece of work and whatever it calls: who
 * started the work writes it down otherwise, and nothing is written down twice.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { AuditEntry } from './audit'

const works = new AsyncLocalStorage<{ told: boolean }>()

/** Called for every row that stands by itself, once it is committed. */
export function noteOutcome(outcome: AuditEntry['outcome']): void {
  const work = works.getStore()
  if (work && outcome !== 'done') work.told = true
}

/** Runs the work; `told()` says whether a row of it says refused or failed. */
export function watchFailures<T>(work: (told: () => boolean) => Promise<T>): Promise<T> {
  const state = { told: false }
  return works.run(state, () => work(() => state.told))
}
