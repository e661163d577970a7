/**
 * Connecting a person's own Fullscript account, from the button to "this is me". Used on the connection's page and
 * in the middle of adding a plan; every end of the flow is said in words, and there is always a way on.
 */
import { Button, Loader, Text, Title } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { assertNever } from '../../../../shared/assert-never'
import type { ConnectState, WayBack } from '../../../../shared/contract/fullscript'
import { useCan } from '../../data/person'
import { keys, useConnectState } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { FailureNotice } from '../../ui/failure-notice'
import { GoodIcon } from '../../ui/icons'
import { ConfirmOwner, ownerName } from './confirm-owner'
import { ConnectButton } from './connect-button'
import classes from './connect.module.css'
import { WaitingForBrowser } from './waiting'

/** Ends that the person chose; nothing to be alarmed about. */
const CHOSEN = ['connect-cancelled', 'connect-denied']

/** `quiet`: without the words around it, where a page says them already. `clinic`: a whole clinic is connected. */
export function ConnectAccount({ quiet = false, clinic = false }: { quiet?: boolean; clinic?: boolean }) {
  const cache = useQueryClient()
  const mayConnect = useCan('fullscript:connect')
  const state = useConnectState().value ?? { step: 'idle' }
  const adopt = (next: ConnectState) => cache.setQueryData(keys.connect, next)

  const connect = useAction(async (bridge, wayBack: WayBack | null) => {
    const result = await bridge.fullscript.connect({ wayBack })
    if (result.ok) adopt(result.value)
    return result
  })
  const confirm = useAction(async (bridge, accept: boolean) => {
    const result = await bridge.fullscript.confirmOwner({ accept })
    if (result.ok) adopt(result.value)
    return result
  })

  if (!mayConnect) return <FailureNotice failure={{ code: 'not-allowed' }} />
  const start = (wayBack: WayBack | null) => void connect.run(wayBack)
  const button = (
    <ConnectButton
      onClick={() => start(null)}
      busy={connect.pending || state.step === 'preparing'}
      clinic={clinic}
    />
  )
  switch (state.step) {
    case 'idle':
    case 'preparing':
    case 'failed': {
      const failure = connect.failure ?? (state.step === 'failed' ? state.failure : null)
      return (
        <div className={classes.flow}>
          {failure && (
            <FailureNotice failure={failure} tone={CHOSEN.includes(failure.code) ? 'warn' : 'bad'} />
          )}
          {!quiet && !failure && <Invitation />}
          <div className={classes.actions}>
            {button}
            {failure?.code === 'connect-no-way-back' && (
              <Button variant="default" onClick={() => start('paste')}>
                Paste the address instead
              </Button>
            )}
          </div>
          <Text size="xs" c="dimmed">
            Opens your browser. Yarrow never sees your Fullscript password.
          </Text>
        </div>
      )
    }
    case 'waiting':
      return <WaitingForBrowser state={state} />
    case 'exchanging':
      return <Busy text="Confirming with Fullscript" />
    case 'confirming':
      return (
        <ConfirmOwner
          state={state}
          answer={(accept) => void confirm.run(accept)}
          pending={confirm.pending}
          failure={confirm.failure}
        />
      )
    case 'saving':
      return <Busy text="Saving the connection" />
    case 'connected':
      return (
        <div className={classes.flow}>
          <div className={classes.done} role="status">
            <GoodIcon size={20} aria-hidden />
            Connected as {ownerName(state.owner)}
          </div>
          {clinic && <div className={classes.actions}>{button}</div>}
        </div>
      )
    default:
      return assertNever(state)
  }
}

function Invitation() {
  return (
    <div>
      <Title order={2}>Connect Fullscript to go on</Title>
      <Text size="sm" c="dimmed">
        Plans are made with your own Fullscript account. Sign in once in your browser; after that Yarrow stays
        connected, and this patient’s plan opens by itself.
      </Text>
    </div>
  )
}

function Busy({ text }: { text: string }) {
  return (
    <div className={classes.busy} role="status">
      <Loader size={18} className="late" aria-hidden />
      {text}…
    </div>
  )
}
