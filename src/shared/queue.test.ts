/** Proves that a queue runs one piece of work at a time, in order, and that a failure is its own asker's alone. */
import { expect, test } from 'vitest'
import { Queue } from './queue'

/** A promise and what ends it. */
function gate<T>() {
  let open: (value: T) => void = () => undefined
  const opened = new Promise<T>((resolve) => (open = resolve))
  return { opened, open }
}

test('the second begins when the first has ended, and each asker gets its own answer', async () => {
  const queue = new Queue()
  const first = gate<string>()
  const began: string[] = []
  const answers = [
    queue.run(() => {
      began.push('first')
      return first.opened
    }),
    queue.run(() => {
      began.push('second')
      return 'of the second'
    }),
  ]
  await Promise.resolve()
  expect(began).toEqual(['first'])
  first.open('of the first')
  expect(await Promise.all(answers)).toEqual(['of the first', 'of the second'])
  expect(began).toEqual(['first', 'second'])
})

test('work that rejects or throws tells its asker, and what waits behind it runs', async () => {
  const queue = new Queue()
  const rejected = queue.run(() => Promise.reject(new Error('broken')))
  const threw = queue.run(() => {
    throw new Error('at once')
  })
  const after = queue.run(() => 'done')
  await expect(rejected).rejects.toThrow('broken')
  await expect(threw).rejects.toThrow('at once')
  expect(await after).toBe('done')
})

test('it is settled when what was asked for before has ended, also when that failed', async () => {
  const queue = new Queue()
  const first = gate<null>()
  let ended = false
  queue
    .run(async () => {
      await first.opened
      ended = true
      throw new Error('broken')
    })
    .catch(() => undefined)
  const settled = queue.settled()
  first.open(null)
  await settled
  expect(ended).toBe(true)
})
