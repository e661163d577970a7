/** Something worth knowing that is not a failure. */
import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './failure-notice.module.css'
import { AboutIcon } from './icons'

type Props = { title: string; children?: ReactNode; action?: ReactNode }

export function Notice({ title, children, action }: Props) {
  return (
    <div className={classes.notice} data-tone="warn" role="status">
      <AboutIcon size={18} stroke={1.8} className={classes.icon} aria-hidden />
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
