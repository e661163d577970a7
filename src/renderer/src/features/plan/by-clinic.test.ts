// Proves that a patient's plans are grouped by clinic, newest first within and among the clinics.
import { expect, it } from 'vitest'
import { byClinic } from './by-clinic'

const at = (day: number) => Date.UTC(2026, 0, day)
const plan = (id: string, clinicId: string, day: number, clinicName = clinicId) => ({
  ...{ id, clinicId, clinicName, importedAt: at(day) },
  ...{ sentAt: at(day), sentOn: null, createdAt: null, createdOn: null },
})

it('groups by clinic, the newest first', () => {
  const plans = [plan('a', 'north', 3), plan('b', 'south', 9), plan('c', 'north', 7), plan('d', 'south', 1)]
  expect(byClinic(plans).map(({ name, plans: own }) => [name, own.map(({ id }) => id)])).toEqual([
    ['south', ['b', 'd']],
    ['north', ['c', 'a']],
  ])
})

it('goes by the day a draft was made while it is not sent, and says when a clinic has no name', () => {
  const draft = { ...plan('draft', 'north', 20, ''), sentAt: null, createdAt: at(20) }
  const [group] = byClinic([plan('a', 'north', 3), draft])
  expect(group?.plans.map(({ id }) => id)).toEqual(['draft', 'a'])
  expect(group?.name).toBe('Clinic not named yet')
})
