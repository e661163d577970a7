/** Asks for one's own password before something that protects the account is changed. */
import { Button, Group, PasswordInput, Stack } from '@mantine/core'
import { useRef, useState, type SubmitEvent } from 'react'
import type { Failure } from '../../../../shared/failures'
import { FailureNotice } from '../../ui/failure-notice'
import classes from './my-account.module.css'

/** For `wrong-credentials`, where nobody was asked for a name. */
export const NOT_YOURS = 'That is not your password'

type Props = {
  /** What happens with it, on the button. */
  action: string
  run: (password: string) => Promise<{ ok: boolean }>
  pending: boolean
  failure: Failure | null
  cancel: () => void
}

export function OwnPassword({ action, run, pending, failure, cancel }: Props) {
  const [password, setPassword] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    const { ok } = await run(password)
    if (!ok) field.current?.select()
  }
  return (
    <form autoComplete="off" onSubmit={(event) => void submit(event)} className={classes.narrow}>
      <Stack gap={12}>
        <PasswordInput
          ref={field}
          label="Your password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="off"
          {...(failure?.code === 'wrong-credentials' ? { error: NOT_YOURS } : {})}
          autoFocus
        />
        {failure && failure.code !== 'wrong-credentials' && <FailureNotice failure={failure} />}
        <Group gap={8}>
          <Button type="submit" loading={pending} disabled={password === ''}>
            {action}
          </Button>
          <Button variant="default" onClick={cancel} disabled={pending}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
