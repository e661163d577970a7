import type { ReactNode } from 'react'
import { NewPatientIcon, PatientsIcon } from '../../ui/icons'
import type { Screen } from '../../ui/screens'
import { Demographics } from './demographics'
import { PatientList } from './patient-list'
import { CHART, PatientPage } from './patient-page'

/** Other features': `notice`, what has to be seen on every tab of a chart; `glance`, what its header says of the patient. */
export const patientScreens = (others: { notice: ReactNode; glance: ReactNode }): readonly Screen[] => [
  {
    path: '/patients',
    element: <PatientList />,
    Icon: PatientsIcon,
    shortcut: 'mod+1',
    rail: 'Patients',
    command: { label: 'Go to patients', words: 'list' },
    actions: [
      {
        label: 'New patient',
        words: 'add register',
        Icon: NewPatientIcon,
        search: '?new',
        shortcut: 'newPatient',
        capability: 'patients:write',
      },
    ],
  },
  { path: CHART, element: <PatientPage {...others} />, Icon: PatientsIcon },
  {
    path: CHART,
    element: <Demographics />,
    Icon: PatientsIcon,
    shortcut: 'alt+1',
    tab: { of: CHART, label: 'Demographics' },
  },
]
