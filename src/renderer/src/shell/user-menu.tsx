/** Who is signed in, light or dark on this computer, and the ways out: locking, somebody else, signing out. */
import { Menu, UnstyledButton } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { appearanceSchema, type Appearance } from '../../../shared/contract/app'
import { usePerson } from '../data/person'
import { keys } from '../data/queries'
import { useAction } from '../data/use-action'
import { useCall } from '../data/use-call'
import { useLock } from '../data/use-lock'
import { useSignOut } from '../data/use-sign-out'
import classes from './frame.module.css'
import { LockIcon, MoreIcon, SignOutIcon, SwitchPersonIcon } from '../ui/icons'
import { KeyHint } from '../ui/keys'
import { DropMenu } from '../ui/overlays'
import { PersonAvatar } from '../ui/person-avatar'
import { useScreens } from '../ui/screens'
import { useShortcuts } from '../ui/shortcuts'

const APPEARANCES = [
  { value: 'auto', label: 'Follow the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const satisfies readonly { value: Appearance; label: string }[]

export function UserMenu() {
  const { appearance, choose } = useAppearance()
  const person = usePerson()
  const navigate = useNavigate()
  const lock = useLock()
  const switchPerson = () => lock({ switching: true })
  const signOut = useSignOut()
  const screens = useScreens()
  useShortcuts(
    [
      ['lock', () => lock()],
      ['switchPerson', switchPerson],
    ],
    { everywhere: true },
  )
  return (
    <DropMenu width={264}>
      <Menu.Target>
        <UnstyledButton className={classes.person} aria-label={`Account: ${person.displayName}`}>
          <PersonAvatar name={person.displayName} size={26} />
          <span className={`${classes.name ?? ''} whole`}>{person.displayName}</span>
          <MoreIcon size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label className="whole">
          {person.displayName}
          <br />
          {person.practiceName}
        </Menu.Label>
        <Menu.Divider />
        <Menu.Label>Appearance</Menu.Label>
        <Menu.RadioGroup value={appearance} onChange={choose}>
          {APPEARANCES.map(({ value, label }) => (
            <Menu.RadioItem key={value} value={value}>
              {label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        {screens.map(
          ({ path, menu, Icon, shortcut }) =>
            menu !== undefined && (
              <Menu.Item
                key={menu}
                leftSection={<Icon size={16} />}
                rightSection={shortcut && <KeyHint shortcut={shortcut} />}
                onClick={() => void navigate(path)}
              >
                {menu}
              </Menu.Item>
            ),
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

/** Main tells every page which of the two the system wants, so that nothing has to be kept or applied here. */
function useAppearance(): { appearance: Appearance; choose: (value: string) => void } {
  const cache = useQueryClient()
  const appearance = useCall(keys.appearance, (bridge) => bridge.app.appearance()).value ?? 'auto'
  const save = useAction(async (bridge, wanted: Appearance) => {
    const result = await bridge.app.setAppearance({ appearance: wanted })
    if (result.ok) cache.setQueryData(keys.appearance, result.value)
    return result
  })
  return { appearance, choose: (value) => void save.run(appearanceSchema.parse(value)) }
}
