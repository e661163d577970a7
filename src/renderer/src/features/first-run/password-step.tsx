import { useState } from 'react'
import type { Failure } from '../../../../shared/failures'
import { FailureNotice } from '../../ui/failure-notice'
import { NewPassword, usePasswordVerdict } from '../../ui/new-password'
import { StepForm } from './step-form'

type Props = {
  username: string
  /** Of the practice and the person, none of which is saved yet. */
  names: readonly string[]
  password: string
  setPassword: (password: string) => void
  failure: Failure | null
  pending: boolean
  back: () => void
  next: () => void
}

export function PasswordStep({
  username,
  names,
  password,
  setPassword,
  failure,
  pending,
  back,
  next,
}: Props) {
  const [asked] = useState(names)
  const verdict = usePasswordVerdict(password, username, asked)
  return (
    <StepForm
      title="Choose your password"
      intro={`For the username ${username}. It opens your records and your Fullscript connection, and nobody can look it up.`}
      back={back}
      next={next}
      nextLabel="Create the practice"
      pending={pending}
      ready={verdict === 'good'}
    >
      <NewPassword label="Password" value={password} onChange={setPassword} verdict={verdict} autoFocus />
      {failure && <FailureNotice failure={failure} />}
    </StepForm>
  )
}
