/** The very first screen: one's own practice, or a look around in invented records. */
import { Text, Title, UnstyledButton } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { useAction } from '../../data/use-action'
import { FailureNotice } from '../../ui/failure-notice'
import { DemoIcon, PeopleIcon, RestoreIcon } from '../../ui/icons'
import { Lobby } from '../../ui/lobby'
import { RestoreLater } from '../../ui/restore-later'
import classes from './first-run.module.css'

export function WelcomeChoice({ setUp }: { setUp: () => void }) {
  const openDemo = useAction((bridge) => bridge.setup.openDemo())
  const [restoring, setRestoring] = useState(false)
  if (restoring)
    return (
      <Lobby title="Restore from a backup">
        <RestoreLater here="nothing" close={() => setRestoring(false)} />
      </Lobby>
    )
  return (
    <Lobby>
      <div>
        <Title order={1}>Welcome to Yarrow</Title>
        <Text c="dimmed">
          Your patients’ charts, with Fullscript in them. Everything stays on this computer.
        </Text>
      </div>
      <div className={classes.ways}>
        <Way
          icon={<PeopleIcon size={22} stroke={1.7} aria-hidden />}
          title="Set up this practice"
          text="Takes about two minutes. You become its first administrator."
          choose={setUp}
          first
        />
        <Way
          icon={<RestoreIcon size={22} stroke={1.7} aria-hidden />}
          title="Restore from a backup"
          text="Bring a practice’s records back onto this computer."
          choose={() => setRestoring(true)}
        />
        <Way
          icon={<DemoIcon size={22} stroke={1.7} aria-hidden />}
          title="Look around in the demo practice"
          text="Invented people and patients, kept apart from your own."
          choose={() => void openDemo.run(undefined)}
        />
      </div>
      {openDemo.failure && <FailureNotice failure={openDemo.failure} />}
    </Lobby>
  )
}

type WayProps = { icon: ReactNode; title: string; text: string; choose: () => void; first?: boolean }

function Way({ icon, title, text, choose, first = false }: WayProps) {
  return (
    <UnstyledButton className={classes.way} onClick={choose} autoFocus={first}>
      {icon}
      <span className={classes.wayTitle}>{title}</span>
      <span className={classes.wayText}>{text}</span>
    </UnstyledButton>
  )
}
