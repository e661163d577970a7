/** Who is signed in, light or dark, and the way out. */
import { Menu, SegmentedControl, Text, UnstyledButton, useMantineColorScheme } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useNavigate } from 'react-router'
import { usePerson } from '../bridge/person'
import { useSignOut } from '../bridge/use-sign-out'
import { formatRole } from './format'
import classes from './frame.module.css'
import { ConnectedIcon, DarkIcon, LightIcon, MoreIcon, SignOutIcon, SystemIcon } from './icons'
import { KeyHint, SHORTCUTS } from './keys'
import { DropMenu } from './overlays'
import { PersonAvatar } from './person-avatar'

export function UserMenu() {
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
        <div style={{ padding: '8px 12px' }}>
          <Text size="sm" fw={600}>
            {person.displayName}
            {person.credentials !== '' && `, ${person.credentials}`}
          </Text>
          <Text size="xs" c="dimmed">
            {formatRole(person.role)} · {person.practiceName}
          </Text>
        </div>
        <div style={{ padding: '0 8px 8px' }}>
          <ColorSchemeSwitch />
        </div>
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

/** Follow the system, or one of the two. */
export function ColorSchemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <SegmentedControl
      aria-label="Appearance"
      fullWidth
      size="xs"
      value={colorScheme}
      onChange={(value) => {
        setColorScheme(value === 'light' || value === 'dark' ? value : 'auto')
      }}
      data={[
        { value: 'auto', label: <Choice Icon={SystemIcon} text="System" /> },
        { value: 'light', label: <Choice Icon={LightIcon} text="Light" /> },
        { value: 'dark', label: <Choice Icon={DarkIcon} text="Dark" /> },
      ]}
    />
  )
}

function Choice({ Icon, text }: { Icon: typeof SystemIcon; text: string }) {
  return (
    <span style={{ display: 'inline-flex', alignItems: 'center', gap: 6 }}>
      <Icon size={14} aria-hidden />
      {text}
    </span>
  )
}
