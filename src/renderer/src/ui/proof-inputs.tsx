/** One's own password once more, and the second factor where it is asked for, before something weighty is done. */
import { PasswordInput, Stack, TextInput } from '@mantine/core'
import { useRef, useState, type ReactNode } from 'react'
import type { Proof } from '../../../shared/contract/people'
import type { Failure } from '../../../shared/failures'

const ASKS_CODE = new Set(['second-factor-needed', 'second-factor-wrong'])

const WRONG: Record<string, string> = {
  missing: 'Enter your password',
  'wrong-credentials': 'That is not your password',
}

export type ProofInputs = {
  proof: Proof
  /** False, and said at the field, when nothing was typed. */
  complete: () => boolean
  inputs: ReactNode
  /** Shows what is wrong at its field; false when the failure is about something else. Answers and failures go through it. */
  take: (failure: Failure | null) => boolean
}

/** Nothing of it is ever kept as a draft. `autoFocus`: the password is the first thing asked for. */
export function useProofInputs({ autoFocus = false }: { autoFocus?: boolean } = {}): ProofInputs {
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const [asksCode, setAsksCode] = useState(false)
  const [wrong, setWrong] = useState<string | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const inputs = (
    <Stack gap={12}>
      <PasswordInput
        ref={field}
        label="Your password"
        description="So that nobody does this in your name at an open screen."
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
        autoComplete="off"
        error={wrong === null ? null : (WRONG[wrong] ?? null)}
        autoFocus={autoFocus}
      />
      {asksCode && (
        <TextInput
          label="Code"
          description="From your authenticator app, or a backup code."
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          autoComplete="off"
          error={wrong === 'second-factor-wrong' ? 'This code is not right' : null}
          autoFocus
        />
      )}
    </Stack>
  )
  return {
    proof: { password, code: code.trim() === '' ? null : code },
    complete: () => {
      if (password !== '') return true
      setWrong('missing')
      field.current?.focus()
      return false
    },
    inputs,
    take: (failure) => {
      const named = failure?.code ?? null
      setWrong(named)
      if (named === 'wrong-credentials') field.current?.select()
      if (named !== null && ASKS_CODE.has(named)) setAsksCode(true)
      return named === 'wrong-credentials' || (named !== null && ASKS_CODE.has(named))
    },
  }
}
