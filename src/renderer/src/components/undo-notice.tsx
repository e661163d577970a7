/** Instead of "are you sure": it is done, and can be taken back for a while, by button or by key. */
import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useEffect } from 'react'
import { ariaKeys, KeyHint } from './keys'
import { useShortcuts } from './shortcuts'

type Undoable = {
  /** A newer notice of the same id takes the older one's place. */
  id: string
  /** What was done, in a word or two. */
  message: string
  /** To whom or what, where the screen does not say so. */
  about?: string
  undo: () => void
}

/** The notices that stand, the newest last: the key takes back the newest. */
const standing: Undoable[] = []

export function showUndo(undoable: Undoable) {
  notifications.hide(undoable.id)
  notifications.show({
    id: undoable.id,
    message: <UndoNotice undoable={undoable} />,
    autoClose: 8000,
    closeButtonProps: { 'aria-label': 'Dismiss' },
  })
}

function UndoNotice({ undoable }: { undoable: Undoable }) {
  const { id, message, about, undo } = undoable
  useEffect(() => {
    standing.push(undoable)
    return () => {
      standing.splice(standing.indexOf(undoable), 1)
    }
  }, [undoable])
  const takeBack = () => {
    notifications.hide(id)
    undo()
  }
  // In a field the same key takes back what was typed.
  useShortcuts([['undo', () => standing.at(-1) === undoable && takeBack()]], { outsideFields: true })
  return (
    <Group justify="space-between" wrap="nowrap" gap={8}>
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
        onClick={takeBack}
        rightSection={<KeyHint shortcut="undo" />}
        aria-keyshortcuts={ariaKeys('undo')}
      >
        Undo
      </Button>
    </Group>
  )
}
