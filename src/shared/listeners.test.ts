/** Proves that listeners are told in order, as long as they want to be, and each on its own account. */
import { expect, it } from 'vitest'
import { Listeners } from './listeners'

it('tells everybody who asked, in that order, until they have enough', () => {
  const listeners = new Listeners<[name: string]>()
  const heard: string[] = []
  const endFirst = listeners.add((name) => heard.push(`first ${name}`))
  listeners.add((name) => heard.push(`second ${name}`))
  listeners.tell('a')
  endFirst()
  endFirst()
  listeners.tell('b')
  expect(heard).toEqual(['first a', 'second a', 'second b'])
  listeners.clear()
  listeners.tell('c')
  expect(heard).toHaveLength(3)
})

it('lets a listener leave while it is told', () => {
  const listeners = new Listeners()
  const heard: string[] = []
  const end = listeners.add(() => {
    heard.push('once')
    end()
  })
  listeners.add(() => heard.push('always'))
  listeners.tell()
  listeners.tell()
  expect(heard).toEqual(['once', 'always', 'always'])
})
