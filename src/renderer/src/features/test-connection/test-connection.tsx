/**
 * The test flow of mission/000: sign-in, clinic call and session grant, one after the other, each answer shown with
 * its secrets masked, and the grant's seconds running down.
 */
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { TestAnswer } from '../../../../shared/bridge/fullscript'
import { useBridge } from '../../bridge/window-bridge'
import { failed } from '../../../../shared/failures'
import { useConnection } from '../../bridge/queries'
import { EmptyState } from '../../components/empty-state'
import { ConnectedIcon } from '../../components/icons'
import { Page } from '../../components/page'
import { Link } from 'react-router'
import { TestStep, type StepState } from './test-step'
import classes from './test-connection.module.css'

const STEPS = [
  { step: 'oauth', title: 'Sign-in', about: 'The access token that Fullscript gave for your account' },
  { step: 'clinic', title: 'Clinic', about: 'The first call with it: which clinic you belong to' },
  {
    step: 'grant',
    title: 'Session grant',
    about: 'A single-use key that opens the embedded feature for two minutes',
  },
] as const

type Answers = Partial<Record<TestAnswer['step'], StepState>>

export function TestConnection() {
  const bridge = useBridge()
  const connection = useConnection().value
  const [answers, setAnswers] = useState<Answers>({})
  const [running, setRunning] = useState(false)

  const run = async () => {
    setRunning(true)
    setAnswers({})
    for (const { step } of STEPS) {
      setAnswers((before) => ({ ...before, [step]: { state: 'running' } }))
      const result = await bridge.fullscript.testStep({ step }).catch(() => failed('unexpected'))
      const next: StepState = result.ok
        ? { state: 'answered', answer: result.value }
        : { state: 'refused', failure: result.failure }
      setAnswers((before) => ({ ...before, [step]: next }))
      if (!result.ok || !result.value.ok) break
    }
    setRunning(false)
  }

  const unconnected = connection !== undefined && !('owner' in connection)
  return (
    <Page
      title="Test connection"
      intro="Three steps, each with Fullscript’s answer. Secrets are masked; nothing is changed."
      actions={
        <Button onClick={() => void run()} loading={running} disabled={unconnected} miw={112}>
          {Object.keys(answers).length === 0 ? 'Run the test' : 'Run again'}
        </Button>
      }
    >
      {unconnected ? (
        <EmptyState
          icon={<ConnectedIcon size={20} />}
          title="Nothing to test yet"
          action={
            <Button component={Link} to="/fullscript">
              Go to my connection
            </Button>
          }
        >
          Connect your Fullscript account first.
        </EmptyState>
      ) : (
        <ol className={classes.steps}>
          {STEPS.map(({ step, title, about }, index) => (
            <TestStep key={step} number={index + 1} title={title} about={about} state={answers[step]} />
          ))}
        </ol>
      )}
    </Page>
  )
}
