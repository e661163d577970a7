/** While the person is in the browser: how long there is, and every way to help or to stop. */
import { Button, Progress, Text, Textarea, Title } from '@mantine/core'
import { useState, type SubmitEvent } from 'react'
import type { ConnectState } from '../../../../shared/contract/fullscript'
import { useManages } from '../../data/person'
import { useAction } from '../../data/use-action'
import { Address } from '../../ui/address'
import { CopyButton } from '../../ui/copy-button'
import { FailureNotice } from '../../ui/failure-notice'
import { formatCountdown } from '../../ui/format'
import { CopyIcon } from '../../ui/icons'
import { Notice } from '../../ui/notice'
import { useNow } from '../../ui/use-now'
import classes from './connect.module.css'

type Waiting = Extract<ConnectState, { step: 'waiting' }>

/** mission/001: ten minutes. */
const WHOLE = 10 * 60_000

export function WaitingForBrowser({ state }: { state: Waiting }) {
  const left = Math.max(0, state.deadline - useNow(500))
  const cancel = useAction((bridge) => bridge.fullscript.cancelConnect())
  const copy = useAction((bridge) => bridge.fullscript.copyConnectLink())
  const [copied, setCopied] = useState(false)
  const [pasting, setPasting] = useState(state.wayBack === 'paste')
  return (
    <div className={classes.card}>
      <div className={classes.top}>
        <div role="status">
          <Title order={2}>Finish in your browser</Title>
          <Text size="sm" c="dimmed">
            Sign in to Fullscript there and allow access.
            {state.wayBack !== 'paste' && ' You are brought back here by itself.'}
          </Text>
        </div>
        <div className={`${classes.left ?? ''} figures`} role="timer" aria-label="Time left">
          {formatCountdown(left)}
          <small>left</small>
        </div>
      </div>
      <Progress
        value={(100 * left) / WHOLE}
        size={4}
        aria-label="Time left to connect"
        transitionDuration={500}
      />
      {state.browserFailed && <FailureNotice failure={{ code: 'connect-browser' }} tone="warn" />}
      {state.unexpectedResponse && (
        <Notice title="An answer came that does not belong to this attempt">
          It was ignored, and this attempt goes on. If you did not expect it, finish here and look at your
          browser’s open tabs.
        </Notice>
      )}
      {pasting && <PasteAddress />}
      <div className={classes.actions}>
        <Button
          variant={state.browserFailed ? 'filled' : 'default'}
          leftSection={<CopyIcon size={15} />}
          onClick={() => void copy.run(undefined).then((result) => setCopied(result.ok))}
        >
          {copied ? 'Link copied' : 'Copy link'}
        </Button>
        {!pasting && (
          <Button variant="default" onClick={() => setPasting(true)}>
            Paste the address
          </Button>
        )}
        <Button variant="default" onClick={() => void cancel.run(undefined)} loading={cancel.pending}>
          Cancel
        </Button>
      </div>
      <NotFoundHelp redirectUri={state.redirectUri} />
      {(copy.failure ?? cancel.failure) && (
        <FailureNotice failure={copy.failure ?? cancel.failure ?? { code: 'unexpected' }} />
      )}
    </div>
  )
}

/** Fullscript's 404 is seen in the browser alone, so what it means stands here. */
function NotFoundHelp({ redirectUri }: { redirectUri: string }) {
  const manages = useManages()
  return (
    <details className={classes.help}>
      <summary>Fullscript shows “Page not found”?</summary>
      <Text size="sm">
        {manages
          ? 'Then this redirect URI is not registered in Fullscript’s dashboard exactly like this. Copy it there, save, and start again:'
          : 'Then the redirect URI in Fullscript’s dashboard is not exactly this one. Give it to an administrator of your practice, who can correct it there:'}
      </Text>
      <div className={classes.address}>
        <Address text={redirectUri} />
        <CopyButton text={redirectUri} what="redirect URI" />
      </div>
      <Text size="sm" c="dimmed">
        Nothing was changed and nothing is lost.
      </Text>
    </details>
  )
}

/** The last resort: the address that the browser ended on, brought over by hand. */
function PasteAddress() {
  const [address, setAddress] = useState('')
  const paste = useAction((bridge, text: string) => bridge.fullscript.pasteAddress({ address: text }))
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    void paste.run(address)
  }
  return (
    <form autoComplete="off" onSubmit={submit}>
      <div className={classes.paste}>
        <Textarea
          label="Address from the browser"
          description="After you allow access, copy the whole address of the page and paste it here"
          autosize
          maxRows={4}
          value={address}
          onChange={(event) => {
            setAddress(event.currentTarget.value)
            paste.forget()
          }}
          // Line ends come with what was pasted, never from a key.
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
            event.preventDefault()
            event.currentTarget.form?.requestSubmit()
          }}
          autoComplete="off"
          spellCheck={false}
        />
        <Button type="submit" disabled={address.trim() === ''} loading={paste.pending}>
          Use this address
        </Button>
      </div>
      {paste.failure && <FailureNotice failure={paste.failure} tone="warn" />}
    </form>
  )
}
