// Proves that what is typed reaches main in the order in which it was typed, however slow an answer is.
import { expect, it } from 'vitest'
import { ok, type Result } from '../../../shared/failures'
import { DraftStore } from './draft-store'

it('a discard waits for the save before it, so that a saved form never comes back half-typed', async () => {
  const calls: string[] = []
  let saved: (answer: Result<null>) => void = () => undefined
  const answered = Promise.resolve(ok(null))
  const store = new DraftStore(
    {
      mine: () => Promise.resolve(ok({ drafts: [], place: null })),
      save: ({ key }) => {
        calls.push(`save ${key}`)
        return new Promise((resolve) => {
          saved = resolve
        })
      },
      discard: ({ key }) => {
        calls.push(`discard ${key}`)
        return answered
      },
      savePlace: () => answered,
    },
    [],
  )
  store.keep('patient:1', 'half')
  const first = store.flush()
  await answered
  store.discard('patient:1')
  const second = store.flush()
  await answered
  expect(calls).toEqual(['save patient:1'])
  saved(ok(null))
  await first
  await second
  expect(calls).toEqual(['save patient:1', 'discard patient:1'])
})
