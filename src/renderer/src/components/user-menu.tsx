/** Who is signed in, light or dark, and the ways out: locking, somebody else, signing out. */
import { Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useNavigate } from 'react-router'
import { useCan, usePerson } from '../bridge/person'
import { useLock } from '../bridge/use-lock'
import { useSignOut } from '../bridge/use-sign-out'
import classes from './frame.module.css'
import {
  AccountIcon,
  ConnectedIcon,
  LockIcon,
  MoreIcon,
  PracticeIcon,
  SignOutIcon,
  SwitchPersonIcon,
} from './icons'
import { KeyHint, SHORTCUTS } from './keys'
import { DropMenu } from './overlays'
import { PersonAvatar } from './person-avatar'

const SCHEMES = [
  { value: 'auto', label: 'Follow the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const

export function UserMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const choose = (value: string) => {
    setColorScheme(value === 'light' || value === 'dark' ? value : 'auto')
  }
  const person = usePerson()
  const navigate = useNavigate()
  const lock = useLock()
  const switchPerson = () => lock({ switching: true })
  const signOut = useSignOut()
  const maySet = useCan('practice:settings')
  useHotkeys(
    [
      [SHORTCUTS.lock, () => lock()],
      [SHORTCUTS.switchPerson, switchPerson],
      [SHORTCUTS.account, () => void navigate('/account')],
    ],
    [],
    true,
  )
  return (
    <DropMenu width={264}>
      <Menu.Target>
        <UnstyledButton className={classes.person} aria-label={`Account: ${person.displayName}`}>
          <PersonAvatar name={person.displayName} size={26} />
          <span className="clip">{person.displayName}</span>
          <MoreIcon size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Appearance</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={choose}>
          {SCHEMES.map(({ value, label }) => (
            <Menu.RadioItem key={value} value={value}>
              {label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item
          leftSection={<AccountIcon size={16} />}
          rightSection={<KeyHint shortcut="account" />}
          onClick={() => void navigate('/account')}
        >
          My account
        </Menu.Item>
        <Menu.Item leftSection={<ConnectedIcon size={16} />} onClick={() => void navigate('/fullscript')}>
          My Fullscript connection
        </Menu.Item>
        {maySet && (
          <Menu.Item leftSection={<PracticeIcon size={16} />} onClick={() => void navigate('/practice')}>
            Practice settings
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item
          leftSection={<LockIcon size={16} />}
          rightSection={<KeyHint shortcut="lock" />}
          onClick={() => lock()}
        >
          Lock
        </Menu.Item>
        <Menu.Item
          leftSection={<SwitchPersonIcon size={16} />}
          rightSection={<KeyHint shortcut="switchPerson" />}
          onClick={switchPerson}
        >
          Switch person
        </Menu.Item>
        <Menu.Item leftSection={<SignOutIcon size={16} />} onClick={signOut}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </DropMenu>
  )
}
