/** Choosing what opens the backups: a passphrase of their own, typed twice, and one's own password. */
import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { SHORTEST_BACKUP_PASSPHRASE, type BackupsState } from '../../../../shared/contract/backups'
import type { Proof } from '../../../../shared/contract/people'
import { counted } from '../../../../shared/plural'
import { useAction } from '../../data/use-action'
import { FailureNotice } from '../../ui/failure-notice'
import { useProofInputs } from '../../ui/proof-inputs'

type Props = { close: () => void; chosen: (now: BackupsState) => void }

export function BackupPassphrase({ close, chosen }: Props) {
  const asked = useProofInputs()
  const [passphrase, setPassphrase] = useState('')
  const [repeated, setRepeated] = useState('')
  const [atField, setAtField] = useState(false)
  const set = useAction((bridge, input: { proof: Proof; passphrase: string }) =>
    bridge.backups.setPassphrase(input),
  )
  const missing = SHORTEST_BACKUP_PASSPHRASE - passphrase.length
  const different = repeated !== '' && repeated !== passphrase
  const submit = async () => {
    if (missing > 0 || repeated !== passphrase || !asked.complete()) return
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
        <PasswordInput
          label="New backup passphrase"
          description={
            <span role="status">
              {passphrase === ''
                ? `At least ${String(SHORTEST_BACKUP_PASSPHRASE)} characters. Four or five unrelated words are easy to type.`
                : missing > 0
                  ? `${counted(missing, 'more character')} needed`
                  : 'Long enough'}
            </span>
          }
          inputWrapperOrder={['label', 'input', 'description']}
          value={passphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
          autoFocus
        />
        <PasswordInput
          label="Same passphrase again"
          value={repeated}
          onChange={(event) => setRepeated(event.currentTarget.value)}
          error={different && 'The two are not the same yet'}
          autoComplete="off"
        />
        {asked.inputs}
        {set.failure && !atField && <FailureNotice failure={set.failure} />}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={close} disabled={set.pending}>
            Cancel
          </Button>
          <Button type="submit" loading={set.pending} disabled={missing > 0 || repeated !== passphrase}>
            Use this passphrase
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
