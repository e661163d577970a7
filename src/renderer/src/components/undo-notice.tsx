/** Instead of "are you sure": it is done, and can be taken back for a while. */
import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'

type Undoable = {
  /** A newer notice of the same id takes the older one's place. */
  id: string
  /** What was done, in a word or two. */
  message: string
  /** To whom or what, where the screen does not say so. */
  about?: string
  undo: () => void
}

export function showUndo({ id, message, about, undo }: Undoable) {
  notifications.hide(id)
  notifications.show({
    id,
    message: (
      <Group justify="space-between" wrap="nowrap">
        <div style={{ minWidth: 0 }}>
          {message}
          {about !== undefined && (
            <Text size="sm" c="dimmed" truncate title={about}>
              {about}
            </Text>
          )}
        </div>
        <Button
          flex="none"
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
