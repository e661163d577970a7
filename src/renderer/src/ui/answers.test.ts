// Proves that rows of an older query are kept only for a newer one that they answer too.
import { expect, it } from 'vitest'
import { answers } from './answers'

const ROSALIND = {
  ...{ givenName: 'Rosalind', familyName: 'Achterberg', preferredName: 'Rose', chartNumber: '1001' },
  ...{ birthDate: '1984-03-09', email: 'rosalind@example.org', phone: '+12025550123' },
}

it.each(['ros', 'achter ros', '1001', '1984-03', 'rose', '(202) 555', 'rosalind@'])(
  '%s keeps her',
  (query) => {
    expect(answers(ROSALIND, query, 'en-US')).toBe(true)
  },
)

it.each(['rost', 'ros bergmann', '1002', 'sal'])('%s does not', (query) => {
  expect(answers(ROSALIND, query, 'en-US')).toBe(false)
})

it('does not mind accents', () => {
  expect(answers({ ...ROSALIND, familyName: 'Bergström' }, 'bergstrom', 'en-US')).toBe(true)
})
