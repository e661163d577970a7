/** The frame around every screen of a signed-in person: rail, search, what is going on, and the screen. */
import { UnstyledButton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { NavLink, useNavigate } from 'react-router'
import { usePerson } from '../data/person'
import { DemoChip } from './demo-chip'
import { EmbedChip } from './embed-chip'
import { EmbedQuestion } from './embed-question'
import classes from './frame.module.css'
import { Hint } from '../ui/hint'
import { SearchIcon } from '../ui/icons'
import { ariaKeys, KeyHint } from '../ui/keys'
import { Logo } from '../ui/logo'
import { OfflineChip } from './offline-chip'
import { Palette } from './palette'
import { useScreens } from '../ui/screens'
import { useShortcuts, type Binding } from '../ui/shortcuts'
import { UserMenu } from './user-menu'

/** `banner`: what must be seen on every screen; takes no room while there is nothing to say. */
export function Frame({ banner, children }: { banner?: ReactNode; children: ReactNode }) {
  const person = usePerson()
  const navigate = useNavigate()
  const screens = useScreens()
  const [searching, palette] = useDisclosure(false)
  const to = (path: string) => () => void navigate(path)
  useShortcuts([
    ['palette', palette.open],
    ...screens
      .filter(({ tab }) => tab === undefined)
      .flatMap(({ path, shortcut, actions = [] }): Binding[] => [
        ...(shortcut ? [[shortcut, to(path)] as const] : []),
        ...actions.flatMap(({ search, shortcut: own }) => (own ? [[own, to(path + search)] as const] : [])),
      ]),
  ])
  return (
    <div className={classes.frame}>
      <nav className={classes.rail} aria-label="Main">
        <div className={classes.logo}>
          <Logo />
        </div>
        {screens.map(
          ({ path, rail, Icon, shortcut }) =>
            rail !== undefined && (
              <Hint key={path} text={rail} position="right" {...(shortcut ? { shortcut } : {})}>
                <NavLink
                  to={path}
                  className={`${classes.place ?? ''} inner-ring`}
                  {...(shortcut ? { 'aria-keyshortcuts': ariaKeys(shortcut) } : {})}
                >
                  <Icon size={20} stroke={1.7} aria-hidden />
                  {rail}
                </NavLink>
              </Hint>
            ),
        )}
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
