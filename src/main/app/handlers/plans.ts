import { ok } from '../../../shared/failures'
import type { WindowHandlers } from '../../bridge/register-bridge'
import type { WithRecords } from './with-records'

export const plansHandlers = ({ using, asPerson }: WithRecords): WindowHandlers['plans'] => ({
  forPatient: ({ patientId }) =>
    asPerson(async ({ plans, fullscript }, personId) => {
      const inChart = await plans.forPatient(personId, patientId)
      if (!inChart.ok) return inChart
      // The chart is read without Fullscript's room: whatever that knows besides, and of plans on their way, is added.
      return ok(await fullscript.intake.beside(personId, patientId, inChart.value))
    }),
  fetchPending: ({ patientId }) =>
    asPerson(({ fullscript }, personId) => fullscript.intake.fetchPending(personId, patientId)),
  refresh: ({ planId }) => using(({ fullscript }) => fullscript.intake.refresh(planId)),
})
