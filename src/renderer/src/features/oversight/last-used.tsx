import { Day } from '../../ui/day'
import classes from './everybody.module.css'

/** To the hour, epoch milliseconds; null: not since it was connected. */
export function LastUsed({ at }: { at: number | null }) {
  return at === null ? <span className={classes.quiet}>Not yet</span> : <Day at={at} />
}
