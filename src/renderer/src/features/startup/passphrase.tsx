/** A computer without a keychain: the vault opens with a passphrase, chosen once and asked for at every start. */
import { Anchor, Button, PasswordInput, Stack, Text, Title } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState, type SubmitEvent } from 'react'
import type { StorageState } from '../../../../shared/contract/app'
import type { Failure, Result } from '../../../../shared/failures'
import { keys } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { useChosenPassphrase } from '../../ui/chosen-passphrase'
import { FailureNotice } from '../../ui/failure-notice'

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
  const field = useRef<HTMLInputElement>(null)
  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    const result = await open.run(passphrase)
    if (!result.ok || result.value.state !== 'open') field.current?.select()
  }
  const shown = open.pending ? null : (open.failure ?? failure)
  return (
    <form autoComplete="off" onSubmit={(event) => void submit(event)}>
      <Stack gap={16}>
        <div>
          <Title order={1}>Open your records</Title>
          <Text c="dimmed">This computer has no keychain, so Yarrow asks for the vault passphrase.</Text>
        </div>
        {shown && <FailureNotice failure={shown} />}
        <PasswordInput
          ref={field}
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
  const chosen = useChosenPassphrase({ label: 'New passphrase', shortest: SHORTEST, autoFocus: true })
  const create = useAction(async (bridge, input: string) =>
    adopt(await bridge.app.createPassphraseVault({ passphrase: input })),
  )
  const lookAgain = useAction(async (bridge) => adopt(await bridge.app.retryStorage()))
  const [looked, setLooked] = useState(false)
  const look = async () => {
    setLooked(false)
    await lookAgain.run(undefined)
    setLooked(true)
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (chosen.passphrase !== null) void create.run(chosen.passphrase)
  }
  // That there is no keychain is what this screen is about, and no failure of anything.
  const absent = failure?.code === 'keychain-absent'
  const shown = create.pending ? null : (create.failure ?? (absent ? null : failure))
  return (
    <form autoComplete="off" onSubmit={submit}>
      <Stack gap={16}>
        <div>
          <Title order={1}>Choose a vault passphrase</Title>
          <Text c="dimmed">
            {absent
              ? 'This computer has no keychain that Yarrow can reach. Your records are encrypted with a passphrase instead.'
              : 'You can look for the keychain again below, or encrypt your records with a passphrase instead.'}{' '}
            Write it down and keep it safe: nobody can restore it, not even us.
          </Text>
        </div>
        {shown && <FailureNotice failure={shown} tone="warn" />}
        {chosen.inputs}
        <Button type="submit" loading={create.pending} disabled={chosen.passphrase === null}>
          Create encrypted records
        </Button>
        <Text size="sm" c="dimmed">
          If this computer should have a keychain, start its service, then{' '}
          <Anchor component="button" type="button" size="sm" underline="always" onClick={() => void look()}>
            look for it again
          </Anchor>
          . <span role="status">{looked && 'There is still none.'}</span>
        </Text>
      </Stack>
    </form>
  )
}
