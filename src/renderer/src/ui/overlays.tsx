/** Mantine's dialog and menu, which hide the Fullscript view while they are open. Use these, never the originals. */
import { Menu, Modal, type MenuProps, type ModalProps } from '@mantine/core'
import { useLayoutEffect, useRef, useState } from 'react'
import { useCoversEmbed } from '../data/use-embed'
import { ShortcutLayer } from './shortcuts'

/** `busy`: something in it must come to its end first; it cannot be closed meanwhile. */
export function Dialog({ busy = false, children, ...props }: ModalProps & { busy?: boolean }) {
  useCoversEmbed(props.opened)
  // Mantine's title line is a <header>, which would be a second banner beside the window's own.
  return (
    <ShortcutLayer opened={props.opened}>
      <Modal
        attributes={{ header: { role: 'presentation' } }}
        returnFocus={false}
        {...props}
        onClose={busy ? ignore : props.onClose}
      >
        <TakeKeyboard />
        {children}
      </Modal>
    </ShortcutLayer>
  )
}

const ignore = () => undefined

const FIRST = ['[data-autofocus]', 'input, textarea, select', 'button']

/**
 * Takes the keyboard in the moment in which the dialog comes to be, so that not even the first key goes to the screen
 * below, and gives it back when it goes. Mantine does both a moment later, and then looks for the same mark.
 */
function TakeKeyboard() {
  const mark = useRef<HTMLSpanElement>(null)
  useLayoutEffect(() => {
    const before = document.activeElement
    const dialog = mark.current?.closest<HTMLElement>('[role=dialog]')
    const first = FIRST.map((kind) => dialog?.querySelector<HTMLElement>(kind)).find((found) => found)
    first?.setAttribute('data-autofocus', 'true')
    first?.focus({ preventScroll: true })
    return () => {
      const now = document.activeElement
      const inside = now === null || now === document.body || dialog?.contains(now) === true
      if (inside && before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
  }, [])
  return <span ref={mark} hidden />
}

export function DropMenu({ children, ...props }: MenuProps) {
  const [open, setOpen] = useState(false)
  useCoversEmbed(open)
  // Gives the keyboard back only from itself: Mantine would take it from a dialog that an entry has opened.
  useLayoutEffect(() => {
    if (!open) return
    const before = document.activeElement
    return () => {
      const now = document.activeElement
      const inside = now === null || now === document.body || now.closest('[role=menu]') !== null
      if (inside && before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
  }, [open])
  return (
    <Menu
      opened={open}
      onChange={setOpen}
      returnFocus={false}
      position="bottom-end"
      transitionProps={{ duration: 80 }}
      withInitialFocusPlaceholder={false}
      withinPortal={false}
      {...props}
    >
      {children}
    </Menu>
  )
}
