import { Button, Group } from '@mantine/core'

/** Instead of "are you sure": it is done, and can be taken back. */
export function Saved({ text = 'Changes saved', undo }: { text?: string; undo: () => void }) {
  return (
    <Group justify="space-between" wrap="nowrap">
      {text}
      <Button variant="subtle" size="compact-sm" onClick={undo}>
        Undo
      </Button>
    </Group>
  )
}
