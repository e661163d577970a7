/** Before a code is made that opens somebody's account: whose, what it does to it, and one's own password. */
import { Button, Group, Stack, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { AccessCode, Account } from '../../../../shared/contract/accounts'
import type { Proof } from '../../../../shared/contract/people'
import { keys } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { FailureNotice } from '../../ui/failure-notice'
import { useProofInputs } from '../../ui/proof-inputs'
import { isolated } from '../../ui/format'

type Props = { account: Account; close: () => void; given: (account: Account, access: AccessCode) => void }

export function GiveCode({ account, close, given }: Props) {
  const cache = useQueryClient()
  const asked = useProofInputs({ autoFocus: true })
  const [atProof, setAtProof] = useState(false)
  const { id, displayName, access } = account
  const issue = useAction((bridge, proof: Proof) => bridge.accounts.issueCode({ id, proof }))
  const submit = async () => {
    if (!asked.complete()) return
    const result = await issue.run(asked.proof)
    setAtProof(asked.take(result.ok ? null : result.failure))
    if (!result.ok) return
    void cache.invalidateQueries({ queryKey: keys.accounts })
    given(account, result.value)
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
          {isolated(displayName)} chooses a password with it.
          {access === 'own' &&
            ' Fullscript has to be connected again, and charts that are restricted stay closed until a colleague on their list confirms who it is.'}
        </Text>
        {asked.inputs}
        {issue.failure && !atProof && <FailureNotice failure={issue.failure} />}
        <Group justify="flex-end" gap={8}>
          <Button variant="default" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" loading={issue.pending}>
            Give code
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
