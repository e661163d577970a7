// Proves that every address which mail can be sent to is taken, and nothing that is none.
import { expect, it } from 'vitest'
import { emailSchema } from './email'

it.each([
  'maya@example.org',
  'o&leary@example.com',
  "o'leary@example.com",
  'a!b@example.com',
  'smith/jones@example.org',
  'ann#1@example.com',
  'mary=jo@example.com',
  'x%y@example.com',
  'a+b@sub.example.co.uk',
  '{a|b}~`^$*?_-@example.com',
])('B25: takes %s', (address) => {
  expect(emailSchema.parse(address)).toBe(address)
})

it.each([
  '',
  'maya',
  'a b@example.com',
  'a@',
  '@b.example',
  'a@b@c.example',
  'a@b',
  'a@-b.example',
  'a@b..example',
])('B25: refuses %j', (address) => {
  expect(emailSchema.safeParse(address).success).toBe(false)
})

it('lets go of what was copied along', () => {
  expect(emailSchema.parse(' maya@example.org\u200b\n')).toBe('maya@example.org')
})
