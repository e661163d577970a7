/** Choosing a passphrase: typed twice, long enough. */
import { PasswordInput, Stack } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { counted } from '../../../shared/plural'

/** `passphrase`: null until it is long enough and was typed twice. */
export function useChosenPassphrase({
  label,
  shortest,
  autoFocus = false,
}: {
  label: string
  shortest: number
  autoFocus?: boolean
}): { passphrase: string | null; inputs: ReactNode } {
  const [typed, setTyped] = useState('')
  const [repeated, setRepeated] = useState('')
  const missing = shortest - typed.length
  const different = repeated !== '' && repeated !== typed
  const inputs = (
    <Stack gap={16}>
      <PasswordInput
        label={label}
        description={
          <span role="status">
            {typed === ''
              ? `At least ${String(shortest)} characters. Four or five unrelated words are easy to type.`
              : missing > 0
                ? `${counted(missing, 'more character')} needed`
                : 'Long enough'}
          </span>
        }
        inputWrapperOrder={['label', 'input', 'description']}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autoComplete="off"
        {...(autoFocus ? { autoFocus: true, 'data-autofocus': true } : {})}
      />
      <PasswordInput
        label="Same passphrase again"
        value={repeated}
        onChange={(event) => setRepeated(event.currentTarget.value)}
        error={different && 'The two are not the same yet'}
        autoComplete="off"
      />
    </Stack>
  )
  return { passphrase: missing <= 0 && repeated === typed ? typed : null, inputs }
}
