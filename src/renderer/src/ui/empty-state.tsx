/** What stands where nothing is yet: why, and the one thing to do about it. */
import { Stack, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './empty-state.module.css'

type Props = { icon: ReactNode; title: string; children?: ReactNode; action?: ReactNode; level?: 1 | 2 | 3 }

export function EmptyState({ icon, title, children, action, level = 2 }: Props) {
  return (
    <Stack align="center" gap={4} className={classes.empty}>
      <div className={classes.icon} aria-hidden>
        {icon}
      </div>
      <Title order={level} size="h3">
        {title}
      </Title>
      {children !== undefined && (
        <Text size="sm" c="dimmed" ta="center" maw={400} component="div">
          {children}
        </Text>
      )}
      {action !== undefined && <div className={classes.action}>{action}</div>}
    </Stack>
  )
}
