/** Something worth knowing that is not a failure. */
import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './failure-notice.module.css'
import { AboutIcon, GoodIcon } from './icons'

type Props = {
  title: string
  children?: ReactNode
  action?: ReactNode
  /** `good`: something was done; otherwise something to look at. */
  tone?: 'warn' | 'good'
}

export function Notice({ title, children, action, tone = 'warn' }: Props) {
  const Icon = tone === 'good' ? GoodIcon : AboutIcon
  return (
    <div className={classes.notice} data-tone={tone} role="status">
      <Icon size={18} stroke={1.8} className={classes.icon} aria-hidden />
      <div className={classes.body}>
        <Text fw={600} size="md">
          {title}
        </Text>
        {children !== undefined && (
          <Text size="sm" component="div">
            {children}
          </Text>
        )}
        {action !== undefined && <div className={classes.action}>{action}</div>}
      </div>
    </div>
  )
}
