import type { WindowHandlers } from '../../bridge/register-bridge'
import type { WithRecords } from './with-records'

export const patientsHandlers = ({ asPerson }: WithRecords): WindowHandlers['patients'] => ({
  search: (input) => asPerson(({ patients }, personId) => patients.search(personId, input)),
  get: ({ patientId }) => asPerson(({ patients }, personId) => patients.get(personId, patientId)),
  history: ({ patientId }) => asPerson(({ patients }, personId) => patients.history(personId, patientId)),
  create: (fields) => asPerson(({ patients }, personId) => patients.create(personId, fields)),
  update: ({ patientId, ...fields }) =>
    asPerson(({ patients }, personId) => patients.update(personId, { ...fields, id: patientId })),
})
