import { ok } from '../../../shared/failures'
import type { WindowHandlers } from '../../bridge/register-bridge'
import type { WithRecords } from './with-records'

export const auditHandlers = ({ using, asPerson }: WithRecords): WindowHandlers['audit'] => ({
  state: () => using(({ trail }) => trail.state()),
  people: () => using(({ reports }) => reports.people()),
  search: (input) => asPerson(({ reports }, personId) => reports.search(personId, input)),
  forPatient: (input) => asPerson(({ reports }, personId) => reports.forPatient(personId, input)),
  disclosures: (input) => asPerson(({ disclosures }, personId) => disclosures.read(personId, input)),
  printDisclosures: (input) => asPerson(({ disclosures }, personId) => disclosures.print(personId, input)),
  keepDisclosures: (input) => asPerson(({ disclosures }, personId) => disclosures.keep(personId, input)),
  verify: () => asPerson(({ trail }, personId) => trail.verify(personId)),
  cancelVerify: () =>
    using(({ trail }) => {
      trail.cancelVerify()
      return ok(null)
    }),
  acknowledge: () => asPerson(({ trail }, personId) => trail.acknowledge(personId)),
  exportCsv: (filter) => asPerson(({ reports }, personId) => reports.exportCsv(personId, filter)),
  exportSigned: (filter) => asPerson(({ reports }, personId) => reports.exportSigned(personId, filter)),
})
