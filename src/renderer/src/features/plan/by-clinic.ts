/** Plans grouped by the clinic at Fullscript that they belong to. */
import type { Plan } from '../../../../shared/contract/plans'
import { newestFirst } from './plan-words'

export type ClinicPlans = { clinicId: string; name: string; plans: Plan[] }

/** Newest first, and the clinic with the newest plan first. */
export function byClinic(plans: readonly Plan[]): ClinicPlans[] {
  const groups = new Map<string, ClinicPlans>()
  for (const plan of plans.toSorted(newestFirst)) {
    const { clinicId, clinicName } = plan
    const group = groups.get(clinicId) ?? { clinicId, name: clinicName || 'Clinic not named yet', plans: [] }
    group.plans.push(plan)
    groups.set(clinicId, group)
  }
  return [...groups.values()]
}
