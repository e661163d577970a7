/** Plans that are in the chart, and charts that are closed to whoever asks: every deed, and every way in which it fails. */
import type { Plan } from '../../src/shared/contract/plans'
import type { Deed } from './deeds'
import { NOBODY, type Staff } from './staff'
import { drop, type FullscriptHand } from './fullscript-hand'

export function planDeeds(staff: Staff, hand: FullscriptHand): Deed[] {
  const { call, june, maya, pretend, openEmbed } = hand
  const planId = async () => {
    const { plans } = await staff.must<{ plans: Plan[] }>('plans.forPatient', { patientId: maya() })
    return plans[0]?.id ?? NOBODY
  }
  let plan = ''
  const restrictedTo = async (...names: string[]) => {
    await june()
    const personIds = names.map((name) => staff.id(name))
    await staff.must('charts.restrict', { patientId: maya(), personIds })
    await staff.signIn('tomas')
  }

  return [
    {
      name: 'plans.forPatient',
      before: june,
      input: () => ({ patientId: maya() }),
      leaves: ['june plan.read done of maya'],
    },
    {
      name: 'plans.refresh',
      before: async () => (plan = await planId()),
      input: () => ({ planId: plan }),
      leaves: ['june plan.updated done of maya as Practitioner june at Fullscript'],
    },
    {
      name: 'plans.refresh',
      way: 'no such plan',
      input: () => ({ planId: NOBODY }),
      leaves: ['june plan.updated failed for not-found'],
      fails: 'not-found',
    },
    {
      name: 'plans.refresh',
      way: 'Fullscript does not answer',
      does: () => pretend({ path: '/api/*', ...drop }, () => call('plans.refresh', { planId: plan })),
      leaves: ['june plan.updated failed for fullscript-unreachable'],
      fails: 'fullscript-unreachable',
      beside: { fullscript_retry: 'when Fullscript is asked again' },
    },
    {
      name: 'plans.refresh',
      way: 'a chart that is closed',
      before: () => restrictedTo(),
      input: () => ({ planId: plan }),
      leaves: ['tomas plan.read refused of maya'],
      fails: 'chart-restricted',
    },
    {
      name: 'plans.fetchPending',
      way: 'a chart that is closed',
      input: () => ({ patientId: maya() }),
      leaves: ['tomas plan.read refused of maya'],
      fails: 'chart-restricted',
    },
    {
      name: 'embed.open',
      way: 'a chart that is closed',
      does: () => openEmbed(maya()),
      leaves: ['tomas patient.handed-to-fullscript refused of maya'],
      fails: 'chart-restricted',
    },
  ]
}
