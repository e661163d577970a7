import type { WindowHandlers } from '../../bridge/register-bridge'
import type { WithRecords } from './with-records'

export const linksHandlers = ({ asPerson }: WithRecords): WindowHandlers['links'] => ({
  forPatient: ({ patientId }) =>
    asPerson(({ fullscript }, personId) => fullscript.matches.forPatient(personId, patientId)),
  answer: (input) => asPerson(({ fullscript }, personId) => fullscript.matches.answer(personId, input)),
  undo: (input) => asPerson(({ fullscript }, personId) => fullscript.matches.undo(personId, input)),
})
