/** Choosing what opens the backups: a passphrase of their own, typed twice, and one's own password. */
import { Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { SHORTEST_BACKUP_PASSPHRASE, type BackupsState } from '../../../../shared/contract/backups'
import type { Proof } from '../../../../shared/contract/people'
import { useAction } from '../../data/use-action'
import { useChosenPassphrase } from '../../ui/chosen-passphrase'
import { FailureNotice } from '../../ui/failure-notice'
import { useProofInputs } from '../../ui/proof-inputs'

type Props = { close: () => void; chosen: (now: BackupsState) => void }

export function BackupPassphrase({ close, chosen }: Props) {
  const asked = useProofInputs()
  const chosenPassphrase = useChosenPassphrase({
    label: 'New backup passphrase',
    shortest: SHORTEST_BACKUP_PASSPHRASE,
    autoFocus: true,
  })
  const { passphrase } = chosenPassphrase
  const [atField, setAtField] = useState(false)
  const set = useAction((bridge, input: { proof: Proof; passphrase: string }) =>
    bridge.backups.setPassphrase(input),
  )
  const submit = async () => {
    if (passphrase === null || !asked.complete()) return
    const result = await set.run({ proof: asked.proof, passphrase })
    setAtField(asked.take(result.ok ? null : result.failure))
    if (result.ok) chosen(result.value)
  }
  return (
    <form
      autoComplete="off"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <Stack gap={16}>
        <Text size="sm">
          It opens every backup made from now on, on any computer. Write it down and keep it away from this
          computer: without it, or an administrator’s recovery code, nobody can open a backup, not even us.
          Backups made before keep the passphrase they have.
        </Text>
        {chosenPassphrase.inputs}
        {asked.inputs}
        {set.failure && !atField && <FailureNotice failure={set.failure} />}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={close} disabled={set.pending}>
            Cancel
          </Button>
          <Button type="submit" loading={set.pending} disabled={passphrase === null}>
            Use this passphrase
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
