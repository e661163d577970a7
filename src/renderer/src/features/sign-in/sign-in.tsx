/** Name and password. Says what is wrong without saying which of the two, and how long to wait after too many tries. */
import { Button, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState, type KeyboardEvent, type SubmitEvent } from 'react'
import { flushSync } from 'react-dom'
import { useNavigate } from 'react-router'
import { adoptSession, useAppInfo, useSignInNames } from '../../bridge/queries'
import { useAction } from '../../bridge/use-action'
import { FailureNotice } from '../../components/failure-notice'
import { formatCountdown } from '../../components/format'
import { Lobby } from '../../components/lobby'
import { Notice } from '../../components/notice'
import { useNow } from '../../components/use-now'
import { DemoAccounts } from './demo-accounts'

/** `ready`: called once the screen stands, to fetch what comes after it. */
export function SignIn({ ready }: { ready: () => void }) {
  const cache = useQueryClient()
  const navigate = useNavigate()
  const names = useSignInNames().value
  const info = useAppInfo().value
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [capsLock, setCapsLock] = useState(false)
  const passwordField = useRef<HTMLInputElement>(null)
  const submitButton = useRef<HTMLButtonElement>(null)
  const signIn = useAction((bridge, input: { username: string; password: string }) =>
    bridge.people.signIn({ ...input, code: null }),
  )
  const connectState = useAction((bridge) => bridge.fullscript.connectState())

  const settled = useEffectEvent(ready)
  useEffect(() => {
    settled()
  }, [])

  const retryAt = signIn.failure?.retryAt ?? 0
  const now = useNow(500, retryAt > 0)
  const wait = Math.max(0, retryAt - now)

  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (wait > 0) return
    const finishing = names?.linkParked === true
    const result = await signIn.run({ username, password })
    if (result.ok) {
      adoptSession(cache, { state: 'open', person: result.value })
      if (finishing) await goOnConnecting()
      return
    }
    passwordField.current?.select()
  }
  /** Whose link it was sees at once how it goes on; anybody else begins as always. */
  const goOnConnecting = async () => {
    const state = await connectState.run(undefined)
    if (state.ok && state.value.step !== 'idle') void navigate('/fullscript', { replace: true })
  }
  const noticeCapsLock = (event: KeyboardEvent) => {
    setCapsLock(event.getModifierState('CapsLock'))
  }
  const fill = (account: { username: string }) => {
    // At once: a button that is still disabled would not take the focus.
    flushSync(() => {
      setUsername(account.username)
      setPassword(info?.demoPassword ?? '')
      signIn.forget()
    })
    submitButton.current?.focus()
  }

  return (
    <Lobby>
      <div>
        <Title order={1}>Sign in</Title>
        <Text c="dimmed" h={21}>
          {names?.practiceName}
        </Text>
      </div>
      {names?.linkParked === true && <Notice title="Sign in to finish connecting Fullscript" />}
      <form onSubmit={(event) => void submit(event)} onKeyDown={noticeCapsLock} onKeyUp={noticeCapsLock}>
        <Stack gap={16}>
          <TextInput
            label="Username"
            value={username}
            onChange={(event) => setUsername(event.currentTarget.value)}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            required
            withAsterisk={false}
          />
          <PasswordInput
            ref={passwordField}
            label="Password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            description={capsLock ? 'Caps Lock is on' : undefined}
            inputWrapperOrder={['label', 'input', 'description']}
            autoComplete="off"
            required
            withAsterisk={false}
          />
          {signIn.failure && <FailureNotice failure={signIn.failure} tone={wait > 0 ? 'warn' : 'bad'} />}
          <Button
            ref={submitButton}
            type="submit"
            loading={signIn.pending}
            disabled={username.trim() === '' || password === '' || wait > 0}
          >
            {wait > 0 ? `Try again in ${formatCountdown(wait)}` : 'Sign in'}
          </Button>
        </Stack>
      </form>
      {info?.demo && <DemoAccounts accounts={info.demoAccounts} choose={fill} />}
    </Lobby>
  )
}
