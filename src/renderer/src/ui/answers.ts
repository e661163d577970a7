/** Whether a row that is already on screen also answers a newer query. Main decides what is found; this only hides. */
import type { PatientRow } from '../../../shared/contract/patients'
import { localDay } from '../../../shared/day'
import { matches, readQuery, searchTextOf } from '../../../shared/patient-search'

type Row = Pick<
  PatientRow,
  'givenName' | 'familyName' | 'preferredName' | 'chartNumber' | 'email' | 'phone' | 'birthDate'
>

export const answers = (patient: Row, query: string, locale: string): boolean =>
  matches(searchTextOf(patient), readQuery(query, { locale, today: localDay(Date.now()) }))
