/** Says when the computer has no network. It never stops anybody: the chart works, and a local address may too. */
import { useNetwork } from '@mantine/hooks'
import classes from './frame.module.css'
import { Hint } from '../ui/hint'
import { OfflineIcon } from '../ui/icons'

export function OfflineChip() {
  const { online } = useNetwork()
  if (online) return null
  return (
    <Hint text="You can go on working in the chart. Fullscript needs the internet." position="bottom">
      <span className={classes.chip} data-tone="warn" role="status" tabIndex={0}>
        <OfflineIcon size={14} aria-hidden />
        Offline
      </span>
    </Hint>
  )
}
