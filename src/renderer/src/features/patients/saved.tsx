import { Button, Group } from '@mantine/core'

/** Instead of "are you sure": it is done, and can be taken back. */
export function Saved({ undo }: { undo: () => void }) {
  return (
    <Group justify="space-between" wrap="nowrap">
      Changes saved
      <Button variant="subtle" size="compact-sm" onClick={undo}>
        Undo
      </Button>
    </Group>
  )
}
