import { PeopleIcon } from '../../ui/icons'
import type { Screen } from '../../ui/screens'
import { People } from './people'
import { Roles } from './roles'

export const peopleScreens: readonly Screen[] = [
  {
    path: '/people',
    element: <People />,
    Icon: PeopleIcon,
    capability: 'people:manage',
    shortcut: 'mod+4',
    rail: 'People',
    command: { label: 'People', words: 'accounts add person staff practitioner deactivate code' },
    actions: [
      {
        label: 'Add person',
        words: 'new account staff practitioner invite',
        Icon: PeopleIcon,
        search: '?new',
      },
    ],
  },
  {
    path: '/people/roles',
    element: <Roles />,
    Icon: PeopleIcon,
    capability: 'people:manage',
    command: { label: 'Roles', words: 'rights permissions allow capabilities role' },
  },
]
