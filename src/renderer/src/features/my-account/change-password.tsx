import { Button, Group, PasswordInput, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState, type SubmitEvent } from 'react'
import type { Protection } from '../../../../shared/contract/accounts'
import { usePerson } from '../../data/person'
import { keys } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { FailureNotice } from '../../ui/failure-notice'
import { formatMoment } from '../../ui/format'
import { NewPassword, usePasswordVerdict } from '../../ui/new-password'
import { Section } from '../../ui/page'
import { useLocale } from '../../ui/use-locale'
import classes from './my-account.module.css'
import { NOT_YOURS } from './own-password'

export function ChangePassword({ protection }: { protection: Protection }) {
  const locale = useLocale()
  /** Null until it was opened: only whoever closes it comes back to the button. */
  const [changing, setChanging] = useState<boolean | null>(null)
  return (
    <Section
      title="Password"
      intro={`Last changed ${formatMoment(protection.passwordChangedAt, locale)}. Fullscript stays connected when you change it.`}
    >
      {changing === true ? (
        <Form close={() => setChanging(false)} />
      ) : (
        <div>
          <Button variant="default" onClick={() => setChanging(true)} autoFocus={changing === false}>
            Change password
          </Button>
        </div>
      )}
    </Section>
  )
}

function Form({ close }: { close: () => void }) {
  const cache = useQueryClient()
  const { username } = usePerson()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const verdict = usePasswordVerdict(next, username)
  const change = useAction((bridge, input: { current: string; next: string }) =>
    bridge.accounts.changePassword(input),
  )
  const field = useRef<HTMLInputElement>(null)
  const mistyped = change.failure?.code === 'wrong-credentials'
  const same = next !== '' && next === current
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    const result = await change.run({ current, next })
    if (!result.ok) {
      field.current?.select()
      return
    }
    cache.setQueryData(keys.protection, result.value)
    notifications.show({
      message: 'Password changed',
      autoClose: 4000,
    })
    close()
  }
  return (
    <form autoComplete="off" onSubmit={(event) => void submit(event)} className={classes.narrow}>
      <PasswordInput
        ref={field}
        label="Password until now"
        value={current}
        onChange={(event) => setCurrent(event.currentTarget.value)}
        {...(mistyped ? { error: NOT_YOURS } : {})}
        autoComplete="off"
        autoFocus
      />
      <NewPassword value={next} onChange={setNext} verdict={verdict} />
      {same && <Text size="sm">This is the password you have now.</Text>}
      {change.failure && !mistyped && <FailureNotice failure={change.failure} />}
      <Group gap={8}>
        <Button
          type="submit"
          loading={change.pending}
          disabled={current === '' || verdict !== 'good' || same}
        >
          Save password
        </Button>
        <Button variant="default" onClick={close} disabled={change.pending}>
          Cancel
        </Button>
      </Group>
    </form>
  )
}
