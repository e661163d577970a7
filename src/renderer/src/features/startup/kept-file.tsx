import { Text } from '@mantine/core'
import { CopyButton } from '../../ui/copy-button'
import classes from './startup.module.css'

/** Where the file lies that could not be opened, for whoever helps. */
export function KeptFile({ path }: { path: string }) {
  return (
    <div className={classes.kept}>
      <div>
        <Text size="sm" fw={600}>
          Your records are in this file
        </Text>
        <Text size="xs" c="dimmed" className={classes.path}>
          {path}
        </Text>
      </div>
      <CopyButton text={path} what="path" />
    </div>
  )
}
