/** A computer without a keychain: the vault opens with a passphrase, chosen once and asked for at every start. */
import { Button, PasswordInput, Stack, Text, Title } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState, type SubmitEvent } from 'react'
import type { StorageState } from '../../../../shared/bridge/app'
import type { Failure, Result } from '../../../../shared/failures'
import { keys } from '../../bridge/queries'
import { useAction } from '../../bridge/use-action'
import { FailureNotice } from '../../components/failure-notice'

const SHORTEST = 15

type Props = { failure: Failure | null }

function useAdopt() {
  const cache = useQueryClient()
  return (result: Result<StorageState>) => {
    if (result.ok) cache.setQueryData(keys.storage, result.value)
    return result
  }
}

export function EnterPassphrase({ failure }: Props) {
  const adopt = useAdopt()
  const [passphrase, setPassphrase] = useState('')
  const open = useAction(async (bridge, input: string) =>
    adopt(await bridge.app.openWithPassphrase({ passphrase: input })),
  )
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    void open.run(passphrase)
  }
  const shown = open.pending ? null : (open.failure ?? failure)
  return (
    <form onSubmit={submit}>
      <Stack gap={16}>
        <div>
          <Title order={1}>Open your records</Title>
          <Text c="dimmed">This computer has no keychain, so Yarrow asks for the vault passphrase.</Text>
        </div>
        {shown && <FailureNotice failure={shown} />}
        <PasswordInput
          label="Vault passphrase"
          value={passphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
          autoFocus
        />
        <Button type="submit" loading={open.pending} disabled={passphrase === ''}>
          Open records
        </Button>
      </Stack>
    </form>
  )
}

export function ChoosePassphrase({ failure }: Props) {
  const adopt = useAdopt()
  const [passphrase, setPassphrase] = useState('')
  const [repeated, setRepeated] = useState('')
  const create = useAction(async (bridge, input: string) =>
    adopt(await bridge.app.createPassphraseVault({ passphrase: input })),
  )
  const missing = SHORTEST - passphrase.length
  const different = repeated !== '' && repeated !== passphrase
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (missing <= 0 && repeated === passphrase) void create.run(passphrase)
  }
  const shown = create.pending ? null : (create.failure ?? failure)
  return (
    <form onSubmit={submit}>
      <Stack gap={16}>
        <div>
          <Title order={1}>Choose a vault passphrase</Title>
          <Text c="dimmed">
            This computer has no keychain that Yarrow can reach. Your records are encrypted with a passphrase
            instead. Write it down and keep it safe: nobody can restore it, not even us.
          </Text>
        </div>
        {shown && <FailureNotice failure={shown} tone="warn" />}
        <PasswordInput
          label="New passphrase"
          description="Four or five unrelated words are easy to type and hard to guess"
          value={passphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
          autoComplete="off"
          autoFocus
        />
        <Text size="xs" c="dimmed" role="status" mt={-8}>
          {missing > 0
            ? `${missing} more ${missing === 1 ? 'character' : 'characters'} needed`
            : 'Long enough'}
        </Text>
        <PasswordInput
          label="Same passphrase again"
          value={repeated}
          onChange={(event) => setRepeated(event.currentTarget.value)}
          error={different && 'The two are not the same yet'}
          autoComplete="off"
        />
        <Button type="submit" loading={create.pending} disabled={missing > 0 || repeated !== passphrase}>
          Create encrypted records
        </Button>
      </Stack>
    </form>
  )
}
