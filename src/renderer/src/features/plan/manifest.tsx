import type { ReactNode } from 'react'
import { PlansIcon } from '../../ui/icons'
import type { Screen } from '../../ui/screens'
import { Plan } from './plan'

/** `connect` and `linkedTo`: other features'. */
export const planScreens = (connect: ReactNode, linkedTo: ReactNode): readonly Screen[] => [
  {
    path: '/patients/:patientId/plan',
    element: <Plan connect={connect} linkedTo={linkedTo} />,
    Icon: PlansIcon,
    shortcut: 'alt+2',
    tab: { of: '/patients/:patientId', label: 'Plan' },
  },
]
