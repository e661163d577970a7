/**
 * Whether the record already says that something did not come about, for one piece of work and whatever it calls: who
 * started the work writes it down otherwise, and nothing is written down twice.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { AuditEntry } from './audit'

const works = new AsyncLocalStorage<{ told: boolean }>()

/** Called for every row that was written. */
export function noteOutcome(outcome: AuditEntry['outcome']): void {
  const work = works.getStore()
  if (work && outcome !== 'done') work.told = true
}

/** Runs a transaction: what it wrote counts once it is committed, and not when it was undone. */
export async function countedOnceCommitted<T>(transaction: () => Promise<T>): Promise<T> {
  const work = works.getStore()
  const inside = { told: false }
  const answer = await works.run(inside, transaction)
  if (work && inside.told) work.told = true
  return answer
}

/** Runs the work; `told()` says whether a row of it says refused or failed. */
export function watchFailures<T>(work: (told: () => boolean) => Promise<T>): Promise<T> {
  const state = { told: false }
  return works.run(state, () => work(() => state.told))
}
