import { lazy, Suspense } from 'react'
import { TimelineIcon } from '../../ui/icons'
import { Lines } from '../../ui/lines'
import type { Screen } from '../../ui/screens'

const Timeline = lazy(() => import('./timeline').then((file) => ({ default: file.Timeline })))

export const timelineScreens: readonly Screen[] = [
  {
    path: '/patients/:patientId/timeline',
    element: (
      <Suspense fallback={<Lines count={8} height={24} />}>
        <Timeline />
      </Suspense>
    ),
    Icon: TimelineIcon,
    shortcut: 'alt+6',
    tab: { of: '/patients/:patientId', label: 'Timeline' },
    capability: 'entries:read',
  },
]
