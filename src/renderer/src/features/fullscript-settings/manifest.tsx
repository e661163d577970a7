import type { ReactNode } from 'react'
import { ConnectedIcon, PatientsIcon, PlansIcon, SettingsIcon, TestIcon } from '../../ui/icons'
import type { Screen } from '../../ui/screens'
import { FULLSCRIPT, FullscriptPages } from './fullscript-pages'

/** Everything about Fullscript outside a patient; each page is another feature's. */
export const fullscriptScreens = (pages: {
  connection: ReactNode
  clinics: ReactNode
  everybody: ReactNode
  settings: ReactNode
  test: ReactNode
}): readonly Screen[] => [
  {
    path: FULLSCRIPT,
    element: <FullscriptPages />,
    Icon: PlansIcon,
    shortcut: 'mod+2',
    rail: 'Fullscript',
    command: { label: 'My Fullscript connection', words: 'connect account' },
  },
  {
    path: FULLSCRIPT,
    element: pages.connection,
    Icon: ConnectedIcon,
    menu: 'My Fullscript connection',
    tab: { of: FULLSCRIPT, label: 'My connection' },
  },
  {
    path: '/fullscript/clinics',
    element: pages.clinics,
    Icon: PlansIcon,
    clinics: true,
    tab: { of: FULLSCRIPT, label: 'Clinics and people' },
    command: { label: 'Clinics and people', words: 'fullscript who is who mapping connect' },
  },
  {
    path: '/fullscript/everybody',
    element: pages.everybody,
    Icon: PatientsIcon,
    capability: 'fullscript:oversee',
    tab: { of: FULLSCRIPT, label: 'Everybody' },
    command: {
      label: 'Everybody’s Fullscript connections',
      words: 'overview disconnect colleagues reauthorize scopes',
    },
  },
  {
    path: '/fullscript/settings',
    element: pages.settings,
    Icon: SettingsIcon,
    capability: 'practice:settings',
    tab: { of: FULLSCRIPT, label: 'Fullscript settings' },
    command: { label: 'Fullscript settings', words: 'client secret practice' },
  },
  {
    path: '/fullscript/test',
    element: pages.test,
    Icon: TestIcon,
    tab: { of: FULLSCRIPT, label: 'Test connection' },
    command: { label: 'Test connection', words: 'fullscript' },
  },
]
