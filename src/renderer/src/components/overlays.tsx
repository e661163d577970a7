/** Mantine's dialog and menu, which hide the Fullscript view while they are open. Use these, never the originals. */
import { Menu, Modal, type MenuProps, type ModalProps } from '@mantine/core'
import { useState } from 'react'
import { useCoversEmbed } from '../bridge/use-embed'

export function Dialog(props: ModalProps) {
  useCoversEmbed(props.opened)
  // Mantine's title line is a <header>, which would be a second banner beside the window's own.
  return <Modal attributes={{ header: { role: 'presentation' } }} {...props} />
}

export function DropMenu({ children, ...props }: MenuProps) {
  const [open, setOpen] = useState(false)
  useCoversEmbed(open)
  return (
    <Menu
      opened={open}
      onChange={setOpen}
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
