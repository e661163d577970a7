import { PracticeIcon } from '../../components/icons'
import type { Screen } from '../../components/screens'
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
