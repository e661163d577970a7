/** A failure as a person sees it: what happened, whether the data is safe, what to do, and a button that does it. */
import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { FAILURES, type Failure } from '../../../shared/failures'
import { WarningIcon } from './icons'
import classes from './failure-notice.module.css'

type Props = {
  failure: Failure
  /** Buttons; the first is the way on. */
  action?: ReactNode
  /** `quiet`: one that the person caused and can leave, such as cancelling. */
  tone?: 'bad' | 'warn'
}

export function FailureNotice({ failure, action, tone = 'bad' }: Props) {
  const { happened, safe, todo } = FAILURES[failure.code]
  return (
    <div className={classes.notice} data-tone={tone} role="alert" data-failure={failure.code}>
      <WarningIcon size={18} stroke={1.8} className={classes.icon} aria-hidden />
      <div className={classes.body}>
        <Text fw={600} size="md">
          {happened}
        </Text>
        <Text size="sm">{todo}</Text>
        <Text size="sm" c="dimmed">
          {safe}
        </Text>
        {failure.reference !== undefined && (
          <Text size="xs" c="dimmed">
            Reference <span className={classes.reference}>{failure.reference}</span>
          </Text>
        )}
        {action !== undefined && <div className={classes.action}>{action}</div>}
      </div>
    </div>
  )
}
