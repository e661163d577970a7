import { PracticeIcon } from '../../ui/icons'
import type { Screen } from '../../ui/screens'
import { PracticePage } from './practice-page'

export const practiceScreens: readonly Screen[] = [
  {
    path: '/practice',
    element: <PracticePage />,
    Icon: PracticeIcon,
    shownFor: 'practice:settings',
    menu: 'Practice settings',
    command: { label: 'Practice settings', words: 'name lock minutes idle' },
  },
]
