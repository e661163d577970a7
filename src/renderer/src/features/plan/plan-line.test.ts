// Proves that a line reads as a person would say it, whatever Fullscript left out.
import { expect, test } from 'vitest'
import type { PlanLine } from '../../../../shared/bridge/plans'
import { dosageText } from './plan-line'

const line = (part: Partial<PlanLine>): PlanLine => ({
  id: '5f2a3c1e-9d1b-4c7e-8a55-0d6f7e8b9a01',
  variantId: 'variant',
  productName: 'Magnesium Glycinate 120',
  brandName: 'Heronwell',
  packageText: '90 capsules',
  dosageAmount: '',
  dosageFrequency: '',
  dosageDuration: '',
  dosageFormat: '',
  timeOfDay: [],
  takeWith: '',
  instructions: '',
  refill: true,
  unitsToPurchase: 1,
  named: true,
  ...part,
})

test.each([
  [
    { dosageAmount: '1', dosageFormat: 'capsule', dosageFrequency: 'once per day' },
    '1 capsule, once per day',
  ],
  [{ dosageAmount: '2', dosageFormat: 'capsule', dosageDuration: 'ongoing' }, '2 capsules, ongoing'],
  [{ dosageAmount: '1-2', dosageFormat: 'suppository' }, '1-2 suppositories'],
  [{ dosageAmount: '5', dosageFormat: 'powder' }, '5 powder'],
  [{ dosageAmount: '3', dosageFormat: 'drops' }, '3 drops'],
  [{ dosageFrequency: 'every night' }, 'every night'],
  [{}, 'No dosage given'],
])('%j reads "%s"', (part, text) => {
  expect(dosageText(line(part))).toBe(text)
})
