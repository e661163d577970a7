import type { WindowHandlers } from '../../bridge/register-bridge'
import type { WithRecords } from './with-records'

export const clinicsHandlers = ({ using }: WithRecords): WindowHandlers['clinics'] => ({
  overview: () => using(({ fullscript }) => fullscript.clinics.overview()),
  members: ({ clinicId }) => using(({ fullscript }) => fullscript.clinics.members(clinicId)),
  choose: (wanted) => using(({ fullscript }) => fullscript.clinics.choose(wanted)),
  clear: ({ personId }) => using(({ fullscript }) => fullscript.clinics.clear(personId)),
  disconnect: ({ clinicId }) => using(({ fullscript }) => fullscript.clinics.disconnect(clinicId)),
})
