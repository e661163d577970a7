/** Plans as the chart has them, for tests of how they are shown; and a plan that is on its way. */
import type { PendingPlan, ChartPlans, Plan, PlanLine } from '../../../src/shared/contract/plans'
import { ok } from '../../../src/shared/failures'
import type { RunningApp } from './render-app'

const NOW = Date.UTC(2026, 2, 9, 15, 30)
const id = (number: number) => `00000003-0000-4000-8000-${String(number).padStart(12, '0')}`

export const LINE: PlanLine = {
  ...{
    id: id(11),
    codeSystem: 'urn:fullscript:local:variant',
    code: 'variant-1',
    productName: 'Magnesium Glycinate',
    brandName: 'Alder Botanicals',
  },
  ...{ packageText: '120 capsules', dosageAmount: '2', dosageFrequency: 'once a day' },
  ...{
    dosageDuration: 'for 60 days',
    dosageFormat: 'capsules',
    timeOfDay: ['evening'],
    takeWith: 'with food',
  },
  ...{ instructions: '', refill: true, unitsToPurchase: 1, unread: [], named: true, gone: false },
}

/** Of nobody until it is given to a patient. */
export const planOf = (patientId: string, part: Partial<Plan> = {}): Plan => ({
  ...{ id: id(1), patientId, fullscriptPlanId: 'plan-1', state: 'active', message: '' },
  ...{ clinicId: 'clinic-1', clinicName: 'Harbour Integrative Health' },
  ...{ prescriberName: 'Maya Lindqvist, ND', enteredByName: '', unread: [], gone: false },
  ...{ sentAt: NOW, sentOn: null, createdAt: NOW, createdOn: null, importedAt: NOW },
  ...{ lines: [LINE], labs: [] },
  ...part,
})

export const onItsWay = (part: Pick<PendingPlan, 'personId' | 'personName'> & Partial<PendingPlan>) => ({
  ...{ fullscriptPlanId: 'plan-7', notifiedAt: NOW, failure: null, nextTryAt: null },
  ...part,
})

/** From now on the chart of this patient has these, and every screen hears of it. */
export function chartHas(app: RunningApp, patientId: string, plans: Partial<ChartPlans>) {
  app.instead('plans', 'forPatient', ok({ plans: [], pending: [], ...plans }))
  app.tell('app', 'changed', { of: 'plans', patientId, id: null })
}
