/** Other keys for the records, for when somebody leaves who could open them. */
import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import type { Proof } from '../../../../shared/contract/people'
import { keys } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { useCall } from '../../data/use-call'
import { FailureNotice } from '../../ui/failure-notice'
import { Dialog } from '../../ui/overlays'
import { Section } from '../../ui/page'
import { useProofInputs } from '../../ui/proof-inputs'

export function RecordsKey() {
  const [asking, setAsking] = useState(false)
  return (
    <Section
      title="Keys of the records"
      intro="Change them when an administrator leaves, or when a recovery code may have come into other hands. Whoever could open the records until now, with a code or a keychain of before, cannot open them as they are from then on. Copies made before stay as they are."
    >
      <div>
        <Button variant="default" onClick={() => setAsking(true)} aria-haspopup="dialog">
          Change keys
        </Button>
      </div>
      <Dialog
        opened={asking}
        onClose={() => setAsking(false)}
        title="Change the keys of the records"
        size={520}
      >
        <ChangeKey close={() => setAsking(false)} />
      </Dialog>
    </Section>
  )
}

function ChangeKey({ close }: { close: () => void }) {
  const asked = useProofInputs({ autoFocus: true })
  const [atField, setAtField] = useState(false)
  const [passphrase, setPassphrase] = useState('')
  const [asksPassphrase, setAsksPassphrase] = useState(false)
  const change = useAction((bridge, input: { proof: Proof; passphrase: string | null }) =>
    bridge.practice.changeKey(input),
  )
  const accounts = useCall(keys.accounts, (bridge) => bridge.accounts.list())
  const left = (accounts.value ?? [])
    .filter(({ active, needsCodeForNewKeys }) => active && needsCodeForNewKeys)
    .map(({ displayName }) => displayName)
  const submit = async () => {
    // Who will need a code is said before anything is changed.
    if (!accounts.value || !asked.complete()) return
    const result = await change.run({
      proof: asked.proof,
      passphrase: passphrase === '' ? null : passphrase,
    })
    const named = result.ok ? null : result.failure.code
    if (named === 'wrong-passphrase') setAsksPassphrase(true)
    setAtField(asked.take(result.ok ? null : result.failure) || named === 'wrong-passphrase')
    if (!result.ok) return
    notifications.show({
      message: 'The records have new keys. Make a new recovery code in My account.',
      autoClose: false,
    })
    close()
  }
  return (
    <form
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
      noValidate
    >
      <Stack gap={16}>
        <Text size="sm">
          Yarrow closes the records, writes them anew under other keys, checks them, and opens them again; it
          takes a moment, and everybody signs in again. Nothing is lost if the computer goes off meanwhile.
        </Text>
        <Text size="sm">
          Recovery codes made before no longer open the records where the keychain has lost their key; they
          still open their owners’ accounts. Each administrator makes a new one in My account.
        </Text>
        <Text size="sm">Sign-in codes that nobody has used yet end with the change.</Text>
        {left.length > 0 && (
          <Text size="sm">
            Not signed in with this version of Yarrow yet: {left.join('; ')}. After the change each of them
            needs a new sign-in code from you, and what only they could open, like their connection to
            Fullscript, begins anew. To spare them that, wait until they have signed in once.
          </Text>
        )}
        {asked.inputs}
        {asksPassphrase && (
          <PasswordInput
            label="Passphrase of the records"
            value={passphrase}
            onChange={(event) => setPassphrase(event.currentTarget.value)}
            autoComplete="off"
            error={
              passphrase !== '' && change.failure?.code === 'wrong-passphrase' && 'This is not the passphrase'
            }
            autoFocus
          />
        )}
        {accounts.failure && (
          <FailureNotice
            failure={accounts.failure}
            action={<Button onClick={accounts.again}>Try again</Button>}
          />
        )}
        {change.failure && !atField && <FailureNotice failure={change.failure} />}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={close} disabled={change.pending}>
            Cancel
          </Button>
          <Button type="submit" loading={change.pending}>
            Change keys
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
