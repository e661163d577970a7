/**
 * A new connection from wherever it turned out to be necessary: one click opens the browser, what happens is shown in a
 * dialog over the screen, and the screen with what was typed into it stays as it is.
 */
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { keys, useConnectState } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { useBridgeEvent } from '../../data/use-bridge-event'
import { ReconnectProvider } from '../../ui/reconnect'
import { Dialog } from '../../ui/overlays'
import { ownerName } from './confirm-owner'
import { ConnectAccount } from './connect-account'
import { useMayReconnect } from './may-reconnect'

/** Steps at which leaving the dialog ends the attempt; saving is never interrupted. */
const ENDS_WITH_DIALOG = ['preparing', 'waiting', 'exchanging', 'confirming']

export function ReconnectHere({ children }: { children: ReactNode }) {
  const cache = useQueryClient()
  const [opened, setOpened] = useState(false)
  const mayReconnect = useMayReconnect()
  const step = useConnectState().value?.step ?? 'idle'
  const connect = useAction(async (bridge) => {
    const result = await bridge.fullscript.connect({ wayBack: null })
    if (result.ok) cache.setQueryData(keys.connect, result.value)
    return result
  })
  const cancel = useAction((bridge) => bridge.fullscript.cancelConnect())
  useBridgeEvent(
    (on) => on.fullscript.connectChanged,
    (state) => {
      if (!opened || state.step !== 'connected') return
      setOpened(false)
      notifications.show({
        message: `Connected as ${ownerName(state.owner)}`,
        autoClose: 4000,
      })
    },
  )

  const reconnect = () => {
    setOpened(true)
    if (step === 'idle' || step === 'failed' || step === 'connected') void connect.run(undefined)
  }
  const close = () => {
    setOpened(false)
    if (ENDS_WITH_DIALOG.includes(step)) void cancel.run(undefined)
  }
  return (
    <ReconnectProvider reconnect={mayReconnect ? reconnect : null}>
      {children}
      <Dialog
        opened={opened}
        onClose={close}
        title="Connect Fullscript again"
        size={560}
        closeOnClickOutside={false}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        <ConnectAccount quiet />
      </Dialog>
    </ReconnectProvider>
  )
}
