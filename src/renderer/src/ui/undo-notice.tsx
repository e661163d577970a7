/**
 * Instead of "are you sure": it is done, and can be taken back for a while, by button or by key. That belongs to the
 * screen it was done on, and to the patient or the person it was done to: with that screen it is gone.
 */
import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useCallback, useEffect, useId, useRef } from 'react'
import { ariaKeys, KeyHint } from './keys'
import { useShortcuts } from './shortcuts'

type Undoable = {
  /** A newer notice of the same id takes the older one's place. */
  id: string
  /** What was done, in a word or two. */
  message: string
  /** What is taken back, and whose it is: "birth date of Maya Lindqvist". */
  what: string
  /** False: it did not come about, and the screen says why. */
  undo: () => boolean | Promise<boolean>
}

/** The notices that stand, the newest last: the key takes back the newest. */
const standing: Undoable[] = []

/** For a screen that stays while what it did can be taken back; not for a dialog that closes with it. */
export function useUndo(): (undoable: Undoable) => void {
  const own = useRef(new Set<string>())
  const here = useRef(true)
  useEffect(() => {
    const offered = own.current
    here.current = true
    return () => {
      here.current = false
      for (const id of offered) notifications.hide(id)
    }
  }, [])
  return useCallback((undoable) => {
    // What took its time to be done may be done on a screen that is no longer there.
    if (!here.current) return
    const { id, what } = undoable
    own.current.add(id)
    const undo = async () => {
      const done = await undoable.undo()
      if (done && here.current) notifications.show({ id: `${id}-undone`, message: `Undone: ${what}` })
      return done
    }
    notifications.hide(id)
    notifications.hide(`${id}-undone`)
    notifications.show({
      id,
      message: <UndoNotice undoable={{ ...undoable, undo }} />,
      autoClose: 8000,
    })
  }, [])
}

function UndoNotice({ undoable }: { undoable: Undoable }) {
  const { id, message, what, undo } = undoable
  const whatId = useId()
  useEffect(() => {
    standing.push(undoable)
    return () => {
      standing.splice(standing.indexOf(undoable), 1)
    }
  }, [undoable])
  const takeBack = () => {
    notifications.hide(id)
    void undo()
  }
  // In a field the same key takes back what was typed.
  useShortcuts([['undo', () => standing.at(-1) === undoable && takeBack()]], { outsideFields: true })
  return (
    <Group justify="space-between" wrap="nowrap" gap={8}>
      <div style={{ minWidth: 0 }}>
        {message}
        <Text id={whatId} size="sm" c="dimmed" lineClamp={3} title={what}>
          Undo: {what}
        </Text>
      </div>
      <Button
        flex="none"
        variant="subtle"
        size="compact-sm"
        onClick={takeBack}
        rightSection={<KeyHint shortcut="undo" />}
        aria-keyshortcuts={ariaKeys('undo')}
        aria-describedby={whatId}
      >
        Undo
      </Button>
    </Group>
  )
}
