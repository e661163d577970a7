/** Plans grouped by the clinic at Fullscript that they belong to. */
import type { Plan } from '../../../../shared/contract/plans'
import { newestFirst, type Dated } from './plan-words'

type OfClinic = Dated & Pick<Plan, 'clinicId' | 'clinicName'>
export type ClinicPlans<P extends OfClinic> = { clinicId: string; name: string; plans: P[] }

/** Newest first, and the clinic with the newest plan first. */
export function byClinic<P extends OfClinic>(plans: readonly P[]): ClinicPlans<P>[] {
  const groups = new Map<string, ClinicPlans<P>>()
  for (const plan of plans.toSorted(newestFirst)) {
    const { clinicId, clinicName } = plan
    const group = groups.get(clinicId) ?? { clinicId, name: clinicName || 'Clinic not named yet', plans: [] }
    group.plans.push(plan)
    groups.set(clinicId, group)
  }
  return [...groups.values()]
}
