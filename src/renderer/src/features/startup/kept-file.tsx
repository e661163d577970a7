import { Text } from '@mantine/core'
import { CopyButton } from '../../components/copy-button'
import classes from './startup.module.css'

/** Where the file that could not be opened was kept, for whoever helps. */
export function KeptFile({ path }: { path: string }) {
  return (
    <div className={classes.kept}>
      <div>
        <Text size="sm" fw={600}>
          A copy was kept
        </Text>
        <Text size="xs" c="dimmed" className={classes.path}>
          {path}
        </Text>
      </div>
      <CopyButton text={path} what="path" />
    </div>
  )
}
