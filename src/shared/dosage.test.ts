/** Proves: a dose reads as a person would say it, each number with its unit, and no unit is invented. */
import { expect, test } from 'vitest'
import { doseText, packageSize, purchaseText, timingText } from './dosage'

const dose = (...[amount, frequency, duration, format]: string[]) =>
  doseText({
    dosageAmount: amount ?? '',
    dosageFrequency: frequency ?? '',
    dosageDuration: duration ?? '',
    dosageFormat: format ?? '',
  })

test.each([
  [['1', 'once per day', '60', 'capsule'], '1 capsule, once per day, for 60 days'],
  [['2', 'twice per day', '1', 'tablet'], '2 tablets, twice per day, for 1 day'],
  [['2', '', 'ongoing', 'capsule'], '2 capsules, ongoing'],
  [['1-2', '', 'until symptoms resolve', 'suppository'], '1-2 suppositories, until symptoms resolve'],
  [['1 to 2', 'every night', '', 'Capsules'], '1 to 2 capsules, every night'],
  [['½', '', '', 'tablet'], '½ tablet'],
  [['1/2', '', '', 'tablets'], '1/2 tablet'],
  [['0.5', '', '', 'tablet'], '0.5 tablet'],
  [['1.5', '', '', 'tablet'], '1.5 tablets'],
  [['1', '', '', 'drops'], '1 drop'],
  [['3', '', '', 'drops'], '3 drops'],
  [['5', 'once per day', '', 'powder'], '5 (unit not given), powder, once per day'],
  [['10', '', '', 'liquid'], '10 (unit not given), liquid'],
  [['2', '', '', ''], '2 (unit not given)'],
  [['1 tsp', 'every morning', '30', 'powder'], '1 tsp (powder), every morning, for 30 days'],
  [['5 drops', '', '', 'drops'], '5 drops'],
  [['', 'every night', '', ''], 'every night'],
  [['', '', '60', ''], 'for 60 days'],
  [['', '', '14-30', ''], 'for 14-30 (unit not given)'],
  [['', '', '8 weeks', ''], '8 weeks'],
  [['', '2', '', ''], '2 (unit not given)'],
  [['', '', '', ''], 'No dosage given'],
])('%j reads "%s"', (parts, text) => {
  expect(dose(...parts)).toBe(text)
})

test('B21: an amount in whole sentences stays as it was written', () => {
  const amount =
    'Start with 1 capsule for 3 days, then 2 capsules for 3 days, then 3 capsules; not more than 4 capsules in a day'
  expect(dose(amount, 'once per day', '60', 'capsule')).toBe(`${amount}, once per day, for 60 days`)
})

test('packages are counted, and a size without a unit says so', () => {
  expect(packageSize('60', 'capsules')).toBe('60 capsules')
  expect(packageSize('60', '')).toBe('60 (unit not given)')
  expect(packageSize('', '')).toBe('')
  expect(purchaseText('60 capsules', 1)).toBe('60 capsules')
  expect(purchaseText('60 capsules', 2)).toBe('2 × 60 capsules')
  expect(purchaseText('', 2)).toBe('2 packages')
  expect(purchaseText('60 capsules', null)).toBe('60 capsules')
})

test('what to take it with is said as such', () => {
  expect(timingText({ timeOfDay: ['morning', 'night'], takeWith: 'with food' })).toBe(
    'morning, night · with food',
  )
  expect(timingText({ timeOfDay: [], takeWith: 'food' })).toBe('take with: food')
  expect(timingText({ timeOfDay: [], takeWith: '' })).toBe('')
})
