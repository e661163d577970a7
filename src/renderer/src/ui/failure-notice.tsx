/** A failure as a person sees it: what happened, whether the data is safe, what to do, and a button that does it. */
import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { purposeOf, scopesNamed } from '../../../shared/scopes'
import type { FailureText } from '../../../shared/failure-texts/failure-text'
import { FAILURES, type Failure } from '../../../shared/failures'
import { useManages } from '../data/person'
import { WarningIcon } from './icons'
import classes from './failure-notice.module.css'
import { isReconnectable, ReconnectButton, useReconnect } from './reconnect'

const ASK = 'Ask an administrator of your practice to connect the clinic again.'

type Props = {
  failure: Failure
  /** Buttons; the first is the way on. */
  action?: ReactNode
  /** `quiet`: one that the person caused and can leave, such as cancelling. */
  tone?: 'bad' | 'warn'
  /** False where the way to a new connection stands right beside it. */
  offersReconnect?: boolean
}

export function FailureNotice({ failure, action, tone = 'bad', offersReconnect = true }: Props) {
  const { happened, safe, todo, todoForAdministrator }: FailureText = FAILURES[failure.code]
  const manages = useManages()
  const reconnect = useReconnect()
  const reconnectable = offersReconnect && reconnect !== null && isReconnectable(failure.code)
  // What is lost then is the clinic's connection, which is not theirs to make.
  const way =
    reconnect === null && isReconnectable(failure.code)
      ? ASK
      : ((manages ? todoForAdministrator : null) ?? todo)
  return (
    <div className={classes.notice} data-tone={tone} role="alert" data-failure={failure.code}>
      <WarningIcon size={18} stroke={1.8} className={classes.icon} aria-hidden />
      <div className={classes.body}>
        <Text fw={600} size="md">
          {happened}
        </Text>
        {failure.code === 'fullscript-missing-scope' && <Permission named={failure.detail ?? ''} />}
        <Text size="sm">{way}</Text>
        <Text size="sm" c="dimmed">
          {safe}
        </Text>
        {failure.reference !== undefined && (
          <Text size="xs" c="dimmed">
            Reference <span className={classes.reference}>{failure.reference}</span>
          </Text>
        )}
        {(reconnectable || action !== undefined) && (
          <div className={classes.action}>
            {reconnectable && <ReconnectButton reconnect={reconnect} />}
            {action}
          </div>
        )}
      </div>
    </div>
  )
}

/** Which permission it is, by what it is for and by the name that Fullscript's dashboard has for it. */
function Permission({ named }: { named: string }) {
  const scopes = scopesNamed(named)
  if (scopes.length === 0) return null
  return (
    <Text size="sm">
      What is missing: {scopes.map((scope) => `“${purposeOf(scope)}” (${scope})`).join(', ')}
    </Text>
  )
}
