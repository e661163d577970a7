/** Instead of "are you sure": it is done, and can be taken back for a while. */
import { Button, Group } from '@mantine/core'
import { notifications } from '@mantine/notifications'

/** `id`: a newer notice of the same id takes the older one's place. */
export function showUndo({ id, message, undo }: { id: string; message: string; undo: () => void }) {
  notifications.hide(id)
  notifications.show({
    id,
    message: (
      <Group justify="space-between" wrap="nowrap">
        {message}
        <Button
          variant="subtle"
          size="compact-sm"
          onClick={() => {
            notifications.hide(id)
            undo()
          }}
        >
          Undo
        </Button>
      </Group>
    ),
    autoClose: 8000,
    closeButtonProps: { 'aria-label': 'Dismiss' },
  })
}
