/** How far a backup is that is made, proved or restored at the moment, and ending it. */
import { Button, Progress, Text } from '@mantine/core'
import type { BackupProgress as State } from '../../../shared/contract/backups'
import classes from './backup-progress.module.css'

const STAGES: Record<State['stage'], string> = {
  copying: 'Copying the records',
  counting: 'Counting every table',
  writing: 'Writing the backup',
  checking: 'Reading it back',
  finishing: 'Finishing',
  reading: 'Opening the backup',
  preparing: 'Making the records ready',
}

export function BackupProgress({ running, cancel }: { running: State; cancel: () => void }) {
  const { stage, done, total, slow } = running
  const percent = total > 0 ? Math.floor((100 * done) / total) : null
  return (
    <div className={classes.running}>
      <div className={classes.line}>
        <Text size="sm" role="status">
          {STAGES[stage]}…{slow && ' The drive takes its time; Yarrow waits for it.'}
        </Text>
        <Text size="sm" c="dimmed" className={classes.percent}>
          {percent === null ? '' : `${String(percent)} %`}
        </Text>
        <Button size="compact-sm" variant="default" onClick={cancel}>
          Cancel
        </Button>
      </div>
      <Progress value={percent ?? 0} aria-label={STAGES[stage]} />
    </div>
  )
}
