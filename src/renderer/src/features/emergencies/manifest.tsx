import { LockIcon } from '../../ui/icons'
import type { Screen } from '../../ui/screens'
import { EmergencyReport } from './report'

export const emergencyScreens: readonly Screen[] = [
  {
    path: '/emergencies',
    element: <EmergencyReport />,
    Icon: LockIcon,
    shownFor: 'patients:access-report',
    command: { label: 'Emergency access', words: 'report restricted charts break glass' },
  },
]
