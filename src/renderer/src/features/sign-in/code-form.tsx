/** In with a code and a new password: the first time, after an administrator's reset, or with the recovery code. */
import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState, type SubmitEvent } from 'react'
import type { Welcome } from '../../../../shared/contract/accounts'
import { adoptSession } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { FailureNotice } from '../../ui/failure-notice'
import { formatCountdown } from '../../ui/format'
import { NewPassword, usePasswordVerdict } from '../../ui/new-password'
import { useWait } from './use-wait'

type Props = {
  way: 'first' | 'forgotten'
  username: string
  setUsername: (username: string) => void
  hold: (held: boolean) => void
  welcomed: (welcome: Welcome) => void
  back: () => void
  /** Without a recovery code: the way in with a code from an administrator. */
  askedAdministrator: () => void
}

const WORDS = {
  first: {
    intro:
      'Your administrator has given you a code. It works once; after that you sign in with your password.',
    code: 'Code from your administrator',
  },
  forgotten: {
    intro: 'Your recovery code opens your account, and Fullscript stays connected.',
    code: 'Recovery code',
  },
}

export function CodeForm({ way, username, setUsername, hold, welcomed, back, askedAdministrator }: Props) {
  const cache = useQueryClient()
  const [code, setCode] = useState('')
  const [password, setPassword] = useState('')
  const codeField = useRef<HTMLInputElement>(null)
  const verdict = usePasswordVerdict(password, username)
  const redeem = useAction((bridge, input: { username: string; password: string }) =>
    way === 'first'
      ? bridge.accounts.redeemCode({ ...input, code })
      : bridge.accounts.recover({ ...input, recoveryCode: code }),
  )
  const wait = useWait(redeem.failure)

  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (wait > 0) return
    hold(true)
    const result = await redeem.run({ username, password })
    if (result.ok) {
      welcomed(result.value)
      adoptSession(cache, { state: 'open', person: result.value.person })
      return
    }
    hold(false)
    if (result.failure.code === 'code-unusable') codeField.current?.select()
  }

  return (
    <form autoComplete="off" onSubmit={(event) => void submit(event)}>
      <Stack gap={16}>
        <Text size="sm">{WORDS[way].intro}</Text>
        <TextInput
          label="Username"
          value={username}
          onChange={(event) => setUsername(event.currentTarget.value)}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus={username === ''}
          required
          withAsterisk={false}
        />
        <TextInput
          ref={codeField}
          label={WORDS[way].code}
          description="Blanks, dashes and capitals do not matter"
          inputWrapperOrder={['label', 'input', 'description']}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus={username !== ''}
          required
          withAsterisk={false}
        />
        <NewPassword value={password} onChange={setPassword} verdict={verdict} />
        {redeem.failure && <FailureNotice failure={redeem.failure} tone={wait > 0 ? 'warn' : 'bad'} />}
        <Button
          type="submit"
          loading={redeem.pending}
          disabled={username.trim() === '' || code.trim() === '' || verdict !== 'good' || wait > 0}
        >
          {wait > 0 ? `Try again in ${formatCountdown(wait)}` : 'Set password and sign in'}
        </Button>
        <Button variant="default" onClick={back} disabled={redeem.pending}>
          Back to sign-in
        </Button>
        {way === 'forgotten' && (
          <Text size="sm" c="dimmed">
            No recovery code? Ask an administrator of your practice for a reset code, then{' '}
            <Anchor
              component="button"
              type="button"
              size="sm"
              underline="always"
              onClick={askedAdministrator}
            >
              sign in with it
            </Anchor>
            . Fullscript has to be connected again after that.
          </Text>
        )}
      </Stack>
    </form>
  )
}
