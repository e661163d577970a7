/** Invented plans. */
import type { Plan, PlanLine } from '../../../../shared/contract/plans'
import { id, NOW } from './common'
import { ROSALIND } from './patients'

const line = (number: number, part: Partial<PlanLine>): PlanLine => ({
  id: id(4, number),
  variantId: `variant-${number}`,
  productName: 'Magnesium Glycinate',
  brandName: 'Alder Botanicals',
  packageText: '120 capsules',
  dosageAmount: '2',
  dosageFrequency: 'once a day',
  dosageDuration: 'for 60 days',
  dosageFormat: 'capsules',
  timeOfDay: ['evening'],
  takeWith: 'with food',
  instructions: '',
  refill: true,
  unitsToPurchase: 1,
  unread: [],
  named: true,
  gone: false,
  ...part,
})

export const PLAN: Plan = {
  id: id(3, 1),
  patientId: ROSALIND.id,
  fullscriptPlanId: 'plan-1',
  clinicId: 'clinic-1',
  clinicName: 'Harbour Integrative Health',
  state: 'active',
  prescriberName: 'Maya Lindqvist, ND',
  enteredByName: 'June Abernathy',
  message: 'Start with the magnesium alone for a week, then add the rest.',
  sentAt: NOW,
  sentOn: null,
  createdAt: NOW,
  createdOn: null,
  landedAt: NOW,
  labs: [],
  unread: [],
  gone: false,
  lines: [
    line(1, {}),
    line(2, {
      productName:
        'Professional-Strength Multi-Strain Probiotic with Prebiotic Fibre, Dairy Free, Shelf Stable',
      brandName: 'Northern Meadow Naturals',
      packageText: '60 vegetarian capsules',
      dosageAmount: '1',
      dosageFrequency: 'twice a day',
      timeOfDay: ['morning', 'before bed'],
      takeWith: 'without food',
      instructions: 'Swallow whole with a full glass of water',
      refill: false,
      unitsToPurchase: 2,
    }),
    line(3, { named: false, productName: '', brandName: '', packageText: '', timeOfDay: [], takeWith: '' }),
  ],
}

export const OLD_PLAN: Plan = {
  ...PLAN,
  id: id(3, 2),
  fullscriptPlanId: 'plan-2',
  state: 'cancelled',
  enteredByName: '',
  message: '',
  sentAt: Date.UTC(2025, 8, 2),
  createdAt: Date.UTC(2025, 8, 2),
  lines: [
    line(4, {
      productName: 'Vitamin D3 5000 IU',
      brandName: 'Sunfield',
      packageText: '90 softgels',
      dosageFormat: 'softgel',
      dosageAmount: '1',
      timeOfDay: ['morning'],
    }),
  ],
}
