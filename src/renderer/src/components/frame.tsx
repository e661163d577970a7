/** The frame around every screen of a signed-in person: rail, search, what is going on, and the screen. */
import { UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { NavLink, useNavigate } from 'react-router'
import type { Capability } from '../../../shared/bridge/contract'
import { useCan, usePerson } from '../bridge/person'
import { DemoChip } from './demo-chip'
import { EmbedChip } from './embed-chip'
import { EmbedQuestion } from './embed-question'
import classes from './frame.module.css'
import { Hint } from './hint'
import { AuditIcon, PlansIcon, PatientsIcon, PeopleIcon, SearchIcon } from './icons'
import { ariaKeys, KeyHint, type Shortcut } from './keys'
import { Logo } from './logo'
import { OfflineChip } from './offline-chip'
import { Palette } from './palette'
import { useShortcuts, type Binding } from './shortcuts'
import { UserMenu } from './user-menu'

/** `needs`: left out for everybody else. */
const PLACES = [
  { to: '/patients', label: 'Patients', Icon: PatientsIcon, shortcut: 'patients' },
  { to: '/fullscript', label: 'Fullscript', Icon: PlansIcon, shortcut: 'fullscript' },
  { to: '/people', label: 'People', Icon: PeopleIcon, shortcut: 'people', needs: 'people:manage' },
  { to: '/audit', label: 'Audit', Icon: AuditIcon, shortcut: 'audit', needs: 'audit:read' },
] as const satisfies readonly { shortcut: Shortcut; needs?: Capability; [key: string]: unknown }[]

/** `banner`: what must be seen on every screen; takes no room while there is nothing to say. */
export function Frame({ banner, children }: { banner?: ReactNode; children: ReactNode }) {
  const person = usePerson()
  const navigate = useNavigate()
  const places = PLACES.filter((place) => !('needs' in place) || person.capabilities.includes(place.needs))
  const [searching, palette] = useDisclosure(false)
  const mayAdd = useCan('patients:write')
  useShortcuts([
    ['palette', palette.open],
    ...places.map(({ to, shortcut }): Binding => [shortcut, () => void navigate(to)]),
    ...(mayAdd ? [['newPatient', () => void navigate('/patients?new')] satisfies Binding] : []),
  ])
  return (
    <div className={classes.frame}>
      <nav className={classes.rail} aria-label="Main">
        <div className={classes.logo}>
          <Logo />
        </div>
        {places.map(({ to, label, Icon, shortcut }) => (
          <Hint key={to} text={label} shortcut={shortcut} position="right">
            <NavLink
              to={to}
              className={`${classes.place ?? ''} inner-ring`}
              aria-keyshortcuts={ariaKeys(shortcut)}
            >
              <Icon size={20} stroke={1.7} aria-hidden />
              {label}
            </NavLink>
          </Hint>
        ))}
      </nav>
      <header className={classes.bar}>
        <div className={classes.where}>
          <div className={`${classes.practice ?? ''} clip`} title={person.practiceName}>
            {person.practiceName}
          </div>
          <DemoChip />
        </div>
        <UnstyledButton
          className={`${classes.search ?? ''} inner-ring`}
          onClick={palette.open}
          aria-label="Search patients and commands"
          aria-keyshortcuts={ariaKeys('palette')}
        >
          <SearchIcon size={15} stroke={1.8} aria-hidden />
          <span className={classes.searchText}>Search patients and commands</span>
          <KeyHint shortcut="palette" />
        </UnstyledButton>
        <div className={classes.right}>
          <div className={classes.plans}>
            <EmbedChip />
          </div>
          <div className={classes.status}>
            <OfflineChip />
            <UserMenu />
          </div>
        </div>
      </header>
      <div className={classes.banner}>{banner}</div>
      <main className={classes.main}>{children}</main>
      <EmbedQuestion />
      <Palette opened={searching} close={palette.close} />
    </div>
  )
}
