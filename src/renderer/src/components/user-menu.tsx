/** Who is signed in, light or dark, and the way out. */
import { Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useNavigate } from 'react-router'
import { usePerson } from '../bridge/person'
import { useSignOut } from '../bridge/use-sign-out'
import { formatRole } from './format'
import classes from './frame.module.css'
import { ConnectedIcon, DarkIcon, DoneIcon, LightIcon, MoreIcon, SignOutIcon, SystemIcon } from './icons'
import { KeyHint, SHORTCUTS } from './keys'
import { DropMenu } from './overlays'
import { PersonAvatar } from './person-avatar'

const SCHEMES = [
  { value: 'auto', label: 'Follow the system', Icon: SystemIcon },
  { value: 'light', label: 'Light', Icon: LightIcon },
  { value: 'dark', label: 'Dark', Icon: DarkIcon },
] as const

export function UserMenu() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const person = usePerson()
  const navigate = useNavigate()
  const signOut = useSignOut()
  useHotkeys([[SHORTCUTS.signOut, signOut]], [])
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
        <Menu.Label>
          {formatRole(person.role)}
          {person.credentials !== '' && `, ${person.credentials}`}
        </Menu.Label>
        {SCHEMES.map(({ value, label, Icon }) => (
          <Menu.Item
            key={value}
            role="menuitemradio"
            aria-checked={colorScheme === value}
            leftSection={<Icon size={16} stroke={1.7} />}
            rightSection={colorScheme === value && <DoneIcon size={14} aria-hidden />}
            closeMenuOnClick={false}
            onClick={() => setColorScheme(value)}
          >
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<ConnectedIcon size={16} />} onClick={() => void navigate('/fullscript')}>
          My Fullscript connection
        </Menu.Item>
        <Menu.Item
          leftSection={<SignOutIcon size={16} />}
          rightSection={<KeyHint shortcut="signOut" />}
          onClick={signOut}
        >
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </DropMenu>
  )
}
