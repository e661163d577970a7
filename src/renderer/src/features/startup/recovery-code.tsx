/** The way to the records when the keychain has lost their key: the code that an administrator has on paper. */
import { Button, Stack, Text, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState, type SubmitEvent } from 'react'
import { keys } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { FailureNotice } from '../../ui/failure-notice'

export function RecoveryCode() {
  const cache = useQueryClient()
  const [code, setCode] = useState('')
  const open = useAction(async (bridge, input: string) => {
    const result = await bridge.app.openWithRecoveryCode({ code: input })
    if (result.ok) cache.setQueryData(keys.storage, result.value)
    return result
  })
  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    void open.run(code)
  }
  return (
    <form autoComplete="off" onSubmit={submit}>
      <Stack gap={16}>
        <Text size="sm">
          Somebody with administrator rights can open the records with the recovery code that Yarrow gave them
          on paper.
        </Text>
        {open.failure && <FailureNotice failure={open.failure} />}
        <TextInput
          label="Recovery code"
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
        />
        <Button type="submit" variant="default" loading={open.pending} disabled={code.trim() === ''}>
          Open with this code
        </Button>
      </Stack>
    </form>
  )
}
