/**
 * On every screen while the connection that the person works with, their own or their clinic's, does not do what the
 * practice needs: lost, without a permission, or from before scopes were added. Gone by itself once it is mended.
 */
import { counted } from '../../../../shared/plural'
import { Button } from '@mantine/core'
import type { Connection } from '../../../../shared/contract/fullscript'
import { purposeOf } from '../../../../shared/scopes'
import { useClockSkew, useConnection } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { isolated } from '../../ui/format'
import { WarningIcon } from '../../ui/icons'
import { useReconnect } from '../../ui/reconnect'
import { useNow } from '../../ui/use-now'
import classes from './connection-banner.module.css'
import { isThroughClinic } from './may-reconnect'

type Held = Extract<Connection, { missingScopes: string[] }>
type Ask = { happened: string; todo: string; /** May wait until tomorrow. */ canWait: boolean }

/** What to ask for; null while everything is as it should be. `mayReconnect`: whether this person can connect it again. */
export function askOf(connection: Connection | undefined, now: number, mayReconnect = true): Ask | null {
  if (!connection || !('missingScopes' in connection)) return null
  if (connection.through === 'clinic') return askOfClinic(connection, mayReconnect)
  if (!mayReconnect) return null
  const { state, missingScopes, scopesAddedAt, snoozedUntil } = connection
  if (state === 'reconnect-needed')
    return {
      happened: 'Fullscript has ended your connection',
      todo: 'The chart works; plans wait until you connect again.',
      canWait: false,
    }
  if (snoozedUntil !== null && now < snoozedUntil) return null
  if (scopesAddedAt !== null)
    return {
      happened: 'Your practice may do more with Fullscript now',
      todo: 'Connect again so that the new permissions count for you. It takes a few seconds.',
      canWait: true,
    }
  const todo = notGranted(missingScopes)
  return todo === null
    ? null
    : { happened: 'Your Fullscript connection lacks a permission', todo, canWait: true }
}

/** A clinic's is nobody's own: everybody who works with it hears that it is lost, and nobody puts it off for the others. */
function askOfClinic(connection: Held, mayReconnect: boolean): Ask | null {
  const { state, missingScopes, scopesAddedAt, owner } = connection
  const clinic = owner.clinicName === '' ? 'your clinic' : isolated(owner.clinicName)
  if (state === 'reconnect-needed')
    return {
      happened: `Fullscript has ended the connection of ${clinic}`,
      todo: mayReconnect
        ? 'The chart works; everybody’s plans wait until you connect the clinic again.'
        : 'The chart works; plans wait. Ask an administrator of your practice to connect the clinic again.',
      canWait: false,
    }
  if (!mayReconnect) return null
  if (scopesAddedAt !== null)
    return {
      happened: 'Your practice may do more with Fullscript now',
      todo: `Connect ${clinic} again so that the new permissions count for everybody who works there.`,
      canWait: false,
    }
  const todo = notGranted(missingScopes)
  return todo === null
    ? null
    : { happened: `The Fullscript connection of ${clinic} lacks a permission`, todo, canWait: false }
}

function notGranted([first, ...others]: readonly string[]): string | null {
  if (first === undefined) return null
  return `Not granted: “${purposeOf(first)}”${others.length === 0 ? '' : ` and ${others.length} more`}.`
}

export function ConnectionBanner() {
  const connection = useConnection().value
  const reconnect = useReconnect()
  const later = useAction((bridge) => bridge.fullscript.snooze())
  const ask = askOf(connection, useNow(60_000), reconnect !== null)
  if (!ask) return null
  return (
    <section className={classes.banner} aria-label="Fullscript connection">
      <WarningIcon size={18} stroke={1.8} aria-hidden className={classes.icon} />
      <p className={classes.text} role="status">
        <strong>{ask.happened}.</strong> {ask.todo}
      </p>
      {reconnect && (
        <Button size="compact-sm" onClick={reconnect}>
          {isThroughClinic(connection) ? 'Connect the clinic again' : 'Connect again'}
        </Button>
      )}
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
  const amount = minutes < 120 ? counted(minutes, 'minute') : counted(Math.round(minutes / 60), 'hour')
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
