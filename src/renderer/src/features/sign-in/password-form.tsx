/**
 * Name and password, and the second factor in the password's place. Says what is wrong without saying which half, and
 * how long to wait after too many tries.
 */
import { Button, PasswordInput, Stack, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState, type KeyboardEvent, type ReactNode, type SubmitEvent } from 'react'
import { flushSync } from 'react-dom'
import { useNavigate } from 'react-router'
import type { AppInfo } from '../../../../shared/contract/app'
import { adoptSession } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { FailureNotice } from '../../ui/failure-notice'
import { formatCountdown } from '../../ui/format'
import { DemoAccounts } from './demo-accounts'
import { useWait } from './use-wait'

type Props = {
  username: string
  setUsername: (username: string) => void
  /** A link from the browser waits for whoever began to connect. */
  finishing: boolean
  demo: { accounts: AppInfo['demoAccounts']; password: string } | null
  otherWays: ReactNode
  locked: { somebodyElse: ReactNode } | null
}

/** Keeps the line under a field, so that what comes and goes in it moves nothing. */
const NOTHING = '\u00a0'

export function PasswordForm({ username, setUsername, finishing, demo, otherWays, locked }: Props) {
  const cache = useQueryClient()
  const navigate = useNavigate()
  const [password, setPassword] = useState('')
  /** Null until main has asked for the second factor. */
  const [code, setCode] = useState<string | null>(null)
  const [capsLock, setCapsLock] = useState(false)
  const passwordField = useRef<HTMLInputElement>(null)
  const codeField = useRef<HTMLInputElement>(null)
  const submitButton = useRef<HTMLButtonElement>(null)
  const signIn = useAction((bridge, input: { username: string; password: string; code: string | null }) =>
    bridge.people.signIn(input),
  )
  const connectState = useAction((bridge) => bridge.fullscript.connectState())
  const wait = useWait(signIn.failure)
  const asking = code !== null

  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (wait > 0) return
    const result = await signIn.run({ username, password, code })
    if (result.ok) {
      adoptSession(cache, { state: 'open', person: result.value })
      if (finishing) await goOnConnecting()
      return
    }
    if (result.failure.code === 'second-factor-needed') {
      setCode('')
      signIn.forget()
    } else (codeField.current ?? passwordField.current)?.select()
  }
  /** Whose link it was sees at once how it goes on; anybody else begins as always. */
  const goOnConnecting = async () => {
    const state = await connectState.run(undefined)
    if (state.ok && state.value.step !== 'idle') void navigate('/fullscript', { replace: true })
  }
  const startOver = () => {
    setCode(null)
    setPassword('')
    signIn.forget()
  }
  const noticeCapsLock = (event: KeyboardEvent) => {
    setCapsLock(event.getModifierState('CapsLock'))
  }
  const fill = (account: { username: string }) => {
    // At once: a button that is still disabled would not take the focus.
    flushSync(() => {
      setUsername(account.username)
      setPassword(demo?.password ?? '')
      setCode(null)
      signIn.forget()
    })
    submitButton.current?.focus()
  }
  const complete = username.trim() !== '' && password !== '' && code?.trim() !== ''

  return (
    <>
      <form
        autoComplete="off"
        onSubmit={(event) => void submit(event)}
        onKeyDown={noticeCapsLock}
        onKeyUp={noticeCapsLock}
      >
        <Stack gap={16}>
          <TextInput
            label="Username"
            value={username}
            onChange={(event) => setUsername(event.currentTarget.value)}
            readOnly={asking}
            variant={asking ? 'filled' : 'default'}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus={!locked}
            required
            withAsterisk={false}
          />
          {asking ? (
            <TextInput
              key="code"
              ref={codeField}
              label="Code from your authenticator"
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
              description="Six digits, or one of your backup codes"
              inputWrapperOrder={['label', 'input', 'description']}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              autoFocus
              required
              withAsterisk={false}
            />
          ) : (
            <PasswordInput
              key="password"
              ref={passwordField}
              label="Password"
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              description={capsLock ? 'Caps Lock is on' : NOTHING}
              inputWrapperOrder={['label', 'input', 'description']}
              autoComplete="off"
              autoFocus={locked !== null}
              required
              withAsterisk={false}
            />
          )}
          {signIn.failure && <FailureNotice failure={signIn.failure} tone={wait > 0 ? 'warn' : 'bad'} />}
          <Button ref={submitButton} type="submit" loading={signIn.pending} disabled={!complete || wait > 0}>
            {wait > 0 ? `Try again in ${formatCountdown(wait)}` : locked ? 'Unlock' : 'Sign in'}
          </Button>
          {!asking && locked?.somebodyElse}
          {asking && (
            <Button variant="default" onClick={startOver} disabled={signIn.pending}>
              Sign in as somebody else
            </Button>
          )}
        </Stack>
      </form>
      {!asking && otherWays}
      {!asking && demo && <DemoAccounts accounts={demo.accounts} choose={fill} />}
    </>
  )
}
