/**
 * On every screen while the person's own connection does not do what the practice needs: lost, without a permission, or
 * from before scopes were added. Gone by itself once it is mended.
 */
import { Button } from '@mantine/core'
import { purposeOf, type Connection } from '../../../../shared/bridge/fullscript'
import { useCan } from '../../bridge/person'
import { useClockSkew, useConnection } from '../../bridge/queries'
import { useAction } from '../../bridge/use-action'
import { WarningIcon } from '../../components/icons'
import { useMend } from '../../components/mend'
import { useNow } from '../../components/use-now'
import classes from './connection-banner.module.css'

type Ask = { happened: string; todo: string; /** May wait until tomorrow. */ canWait: boolean }

/** What to ask for; null while everything is as it should be, or is not this person's to mend. */
export function askOf(connection: Connection | undefined, now: number): Ask | null {
  if (!connection || !('missingScopes' in connection)) return null
  const { state, missingScopes, scopesAddedAt, putOffUntil, through } = connection
  // A clinic's connection is nobody's own, so nobody puts it off for the others.
  const canWait = through !== 'clinic'
  if (state === 'reconnect-needed')
    return {
      happened: 'Fullscript has ended your connection',
      todo: 'The chart works; plans wait until you connect again.',
      canWait: false,
    }
  if (putOffUntil !== null && now < putOffUntil) return null
  if (scopesAddedAt !== null)
    return {
      happened: 'Your practice may do more with Fullscript now',
      todo: 'Connect again so that the new permissions count for you. It takes a few seconds.',
      canWait,
    }
  const [first, ...others] = missingScopes
  if (first === undefined) return null
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  return {
    happened: 'Your Fullscript connection lacks a permission',
    todo: `Not granted: “${purposeOf(first)}”${more}.`,
    canWait,
  }
}

export function ConnectionBanner() {
  const connection = useConnection().value
  const mayConnect = useCan('fullscript:connect')
  const mayConnectClinic = useCan('practice:settings')
  const mend = useMend()
  const later = useAction((bridge) => bridge.fullscript.putOff())
  const ask = askOf(connection, useNow(60_000))
  const throughClinic = connection !== undefined && 'through' in connection && connection.through === 'clinic'
  if (!ask || !mend || !(throughClinic ? mayConnectClinic : mayConnect)) return null
  return (
    <section className={classes.banner} aria-label="Fullscript connection">
      <WarningIcon size={18} stroke={1.8} aria-hidden className={classes.icon} />
      <p className={classes.text} role="status">
        <strong>{ask.happened}.</strong> {ask.todo}
      </p>
      <Button size="compact-sm" onClick={mend}>
        Connect again
      </Button>
      {ask.canWait && (
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => void later.run(undefined)}
          loading={later.pending}
        >
          Ask me tomorrow
        </Button>
      )}
    </section>
  )
}

/** F-309: tokens and grants are timed by Fullscript's clock, and the record of who did what by this one. */
export function ClockBanner() {
  const skew = useClockSkew()
  if (skew === null) return null
  const minutes = Math.round(Math.abs(skew) / 60_000)
  const amount = minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`
  return (
    <section className={classes.banner} aria-label="Clock">
      <WarningIcon size={18} stroke={1.8} aria-hidden className={classes.icon} />
      <p className={classes.text} role="status">
        <strong>
          This computer’s clock is {amount} {skew > 0 ? 'slow' : 'fast'}.
        </strong>{' '}
        Everything works, but times in the record are wrong until the clock is set right.
      </p>
    </section>
  )
}
