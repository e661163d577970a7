/** After the test with a sign-in: whether what it brought becomes the person's connection. */
import { Button, Text, Title } from '@mantine/core'
import { useEffect, useRef } from 'react'
import type { ConnectState } from '../../../../shared/contract/fullscript'
import type { Failure } from '../../../../shared/failures'
import { FailureNotice } from '../../ui/failure-notice'
import { isolated } from '../../ui/format'
import { Notice } from '../../ui/notice'
import classes from './test-connection.module.css'
import type { TrialPhase } from './use-trial'

type Confirming = Extract<ConnectState, { step: 'confirming' }>
type Props = {
  phase: TrialPhase
  state: ConnectState
  pending: boolean
  failure: Failure | null
  finish: (keep: boolean) => void
}

export function TrialEnd({ phase, state, pending, failure, finish }: Props) {
  if (phase === 'kept')
    return (
      <Notice tone="good" title="Kept as your connection">
        You can open plans with it from now on.
      </Notice>
    )
  if (phase === 'forgotten')
    return (
      <Notice tone="good" title="The test’s connection was ended again">
        Nothing of it is kept here, and Fullscript is told to forget it.
      </Notice>
    )
  if (phase === 'ended' && state.step === 'failed' && state.failure.code === 'connect-practitioner')
    return <FailureNotice failure={state.failure} tone="warn" />
  if (phase !== 'deciding' || state.step !== 'confirming') return null
  return <Question {...state} {...{ pending, failure, finish }} />
}

type QuestionProps = Pick<Props, 'pending' | 'failure' | 'finish'> & Pick<Confirming, 'owner'>

function Question({ owner: { name, clinicName, type }, pending, failure, finish }: QuestionProps) {
  const section = useRef<HTMLElement>(null)
  // Below five steps it may be out of sight, and nothing goes on before it is answered.
  useEffect(() => section.current?.focus(), [])
  return (
    <section ref={section} tabIndex={-1} className={classes.end} aria-label="Keep this connection?">
      <Title order={2}>Keep this connection?</Title>
      <Text size="sm">
        The test signed in as {isolated(name || `Fullscript ${type}`)}
        {clinicName !== '' && ` at ${isolated(clinicName)}`}. Keep it only if that is you; otherwise it is
        ended at Fullscript.
      </Text>
      {failure && <FailureNotice failure={failure} />}
      <div className={classes.choices}>
        <Button onClick={() => finish(false)} loading={pending}>
          Forget it
        </Button>
        <Button variant="default" onClick={() => finish(true)} disabled={pending}>
          Keep as my connection
        </Button>
      </div>
    </section>
  )
}
