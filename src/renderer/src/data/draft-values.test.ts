// Proves that a draft of an older Yarrow never puts anything into a form that does not belong there.
import { expect, it } from 'vitest'
import { changed, fitting, without } from './draft-values'

it('takes what is of the same kind, and leaves the rest as it was', () => {
  const initial = { name: '', own: false, ports: ['1'], hosts: { api: 'a', embed: 'b' }, sex: 'unspecified' }
  const kept = { name: 'Ros', own: 'yes', ports: 7, hosts: { api: 'x', other: 'y' }, gone: 1 }
  expect(fitting(initial, kept)).toEqual({
    name: 'Ros',
    own: false,
    ports: ['1'],
    hosts: { api: 'x', embed: 'b' },
    sex: 'unspecified',
  })
})

it('leaves secrets out', () => {
  expect(without({ id: 'i', secret: 's' }, ['secret'])).toEqual({ id: 'i' })
})

it('tells what was typed from what stood there', () => {
  const initial = { name: 'Ros', role: 'staff', hosts: { api: 'a' } }
  expect(changed(initial, { ...initial, hosts: { api: 'a' } })).toEqual({})
  expect(changed(initial, { name: 'Rosa', role: 'staff', hosts: { api: 'b' } })).toEqual({
    name: 'Rosa',
    hosts: { api: 'b' },
  })
})
