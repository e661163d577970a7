// Proves that a patient's plans are grouped by clinic, newest first within and among the clinics.
import { expect, it } from 'vitest'
import { OLD_PLAN, PLAN } from '../../test-support/sample-data'
import { byClinic } from './by-clinic'

const at = (day: number) => Date.UTC(2026, 0, day)
const plan = (id: string, clinicId: string, day: number, clinicName = clinicId) => ({
  ...PLAN,
  id,
  clinicId,
  clinicName,
  sentAt: at(day),
})

it('groups by clinic, the newest first', () => {
  const plans = [plan('a', 'north', 3), plan('b', 'south', 9), plan('c', 'north', 7), plan('d', 'south', 1)]
  expect(byClinic(plans).map(({ name, plans: own }) => [name, own.map(({ id }) => id)])).toEqual([
    ['south', ['b', 'd']],
    ['north', ['c', 'a']],
  ])
})

it('goes by the day a draft was made while it is not sent, and says when a clinic has no name', () => {
  const draft = { ...OLD_PLAN, id: 'draft', clinicName: '', sentAt: null, createdAt: at(20) }
  const [group] = byClinic([plan('a', OLD_PLAN.clinicId, 3), draft])
  expect(group?.plans.map(({ id }) => id)).toEqual(['draft', 'a'])
  expect(group?.name).toBe('Clinic not named yet')
})
