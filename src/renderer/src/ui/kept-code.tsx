/** The recovery code after a password was chosen: nobody goes on before saying that it is kept. */
import { Button, Checkbox, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import type { Welcome } from '../../../shared/contract/accounts'
import { RecoveryCode } from './recovery-code'

type Props = {
  welcome: Welcome
  goOn: () => void
  /** In a narrow column of its own, where buttons are as wide as it is. */
  wide?: boolean
}

export function KeptCode({ welcome: { person, recoveryCode }, goOn, wide = true }: Props) {
  const [kept, setKept] = useState(false)
  return (
    <Stack gap={16}>
      <Text c="dimmed">
        It is shown only now. Print it or write it down, and keep it where nobody else finds it.
      </Text>
      <RecoveryCode code={recoveryCode} person={person} />
      <Checkbox
        label="I have kept it"
        checked={kept}
        onChange={(event) => setKept(event.currentTarget.checked)}
        autoFocus
      />
      <Button disabled={!kept} onClick={goOn} {...(wide ? {} : { style: { alignSelf: 'end' } })}>
        Continue
      </Button>
    </Stack>
  )
}
