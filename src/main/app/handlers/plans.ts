import { ok } from '../../../shared/failures'
import type { WindowHandlers } from '../../bridge/register-bridge'
import type { WithRecords } from './with-records'

export const plansHandlers = ({ using, asPerson }: WithRecords): WindowHandlers['plans'] => ({
  forPatient: ({ patientId }) =>
    asPerson(async ({ plans, fullscript }, personId) => {
      const inChart = await plans.forPatient(personId, patientId)
      if (!inChart.ok) return inChart
      // The chart is read without Fullscript's room: whatever that knows of plans on their way comes beside it.
      const pending = await fullscript.intake.pendingFor(personId, patientId)
      return ok({ plans: inChart.value, pending: pending.ok ? pending.value : [] })
    }),
  fetchPending: ({ patientId }) =>
    asPerson(({ fullscript }, personId) => fullscript.intake.fetchPending(personId, patientId)),
  refresh: ({ planId }) => using(({ fullscript }) => fullscript.intake.refresh(planId)),
})
