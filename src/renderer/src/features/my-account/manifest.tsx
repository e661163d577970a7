import { AccountIcon } from '../../ui/icons'
import type { Screen } from '../../ui/screens'
import { MyAccount } from './my-account'

export const accountScreens: readonly Screen[] = [
  {
    path: '/account',
    element: <MyAccount />,
    Icon: AccountIcon,
    shortcut: 'mod+shift+A',
    menu: 'My account',
    command: { label: 'My account', words: 'password recovery code second factor authenticator' },
  },
]
