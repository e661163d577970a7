/** Proves: what one person changed is kept, whoever saves last; what both changed differently is asked, and nothing else. */
import { expect, test } from 'vitest'
import { mergeChanges } from './merge-changes'

const BASE = { city: 'Astoria', phone: '1', reactions: [{ manifestation: 'Hives' }] }

test('takes both changes when they touch different fields', () => {
  const merge = mergeChanges(BASE, { ...BASE, city: 'Salem' }, { ...BASE, phone: '2' })
  expect(merge).toEqual({ merged: { ...BASE, city: 'Salem', phone: '2' }, conflicts: [] })
})

test('asks where both changed the same field differently, and keeps mine until then', () => {
  const mine = { ...BASE, reactions: [{ manifestation: 'Hives' }, { manifestation: 'Nausea' }] }
  const theirs = { ...BASE, reactions: [] }
  expect(mergeChanges(BASE, mine, theirs)).toEqual({ merged: mine, conflicts: ['reactions'] })
})

test('does not ask where both made the same change, or nobody made one', () => {
  const same = { ...BASE, reactions: [{ manifestation: 'Nausea' }] }
  expect(mergeChanges(BASE, same, structuredClone(same))).toEqual({ merged: same, conflicts: [] })
  expect(mergeChanges(BASE, structuredClone(BASE), structuredClone(BASE)).conflicts).toEqual([])
})
