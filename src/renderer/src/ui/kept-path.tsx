import { Text } from '@mantine/core'
import { CopyButton } from './copy-button'
import classes from './kept-path.module.css'

/** Where something lies on the disk, for whoever looks after it. `title`: what lies there. */
export function KeptPath({ title, path }: { title: string; path: string }) {
  return (
    <div className={classes.kept}>
      <div>
        <Text size="sm" fw={600}>
          {title}
        </Text>
        <Text size="xs" c="dimmed" className={classes.path}>
          {path}
        </Text>
      </div>
      <CopyButton text={path} what="path" />
    </div>
  )
}
