import type { WindowHandlers } from '../../bridge/register-bridge'
import type { WithRecords } from './with-records'

export const plansHandlers = ({ using, asPerson }: WithRecords): WindowHandlers['plans'] => ({
  forPatient: ({ patientId }) =>
    asPerson(({ fullscript }, personId) => fullscript.intake.forPatient(personId, patientId)),
  fetchAnnounced: ({ patientId }) =>
    asPerson(({ fullscript }, personId) => fullscript.intake.fetchAnnounced(personId, patientId)),
  refresh: ({ planId }) => using(({ fullscript }) => fullscript.intake.refresh(planId)),
})
