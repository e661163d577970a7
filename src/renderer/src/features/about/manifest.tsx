import { AboutIcon } from '../../ui/icons'
import type { Screen } from '../../ui/screens'
import { About } from './about'

export const aboutScreens: readonly Screen[] = [
  {
    path: '/about',
    element: <About />,
    Icon: AboutIcon,
    shortcut: 'mod+3',
    menu: 'About Yarrow',
    command: { label: 'About Yarrow', words: 'version licences' },
  },
]
