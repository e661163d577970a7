/**
 * The test flow: sign-in and consent in the browser, the way back to the redirect URI, then access token, clinic call and
 * session grant, each answer shown with its secrets masked, and the grant's seconds running down. With a connection the
 * last three can be run alone.
 */
import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { Link } from 'react-router'
import type { ConnectState, TestAnswer } from '../../../../shared/contract/fullscript'
import { failed } from '../../../../shared/failures'
import { useCan } from '../../data/person'
import { useConnection } from '../../data/queries'
import { useBridge } from '../../data/window-bridge'
import { EmptyState } from '../../ui/empty-state'
import { SettingsIcon } from '../../ui/icons'
import { Page } from '../../ui/page'
import { TestStep, type StepState } from './test-step'
import { TrialEnd } from './trial-end'
import classes from './test-connection.module.css'
import { useTrial } from './use-trial'

const SIGN_IN = [
  {
    step: 'consent',
    title: 'Consent',
    about: 'You sign in on Fullscript’s page in your browser and allow access',
  },
  { step: 'redirect', title: 'Redirect', about: 'Fullscript sends the browser back to Yarrow’s address' },
] as const

const STEPS = [
  { step: 'oauth', title: 'Sign-in', about: 'The access token that Fullscript gave for your account' },
  { step: 'clinic', title: 'Clinic', about: 'The first call with it: which clinic you belong to' },
  {
    step: 'grant',
    title: 'Session grant',
    about: 'A single-use key that opens the embedded feature for two minutes',
  },
] as const

type Waiting = Extract<ConnectState, { step: 'waiting' }>
type Answers = Partial<Record<TestAnswer['step'], StepState>>

/** `waiting`: what a person sees and can do while they are in the browser, which is another feature's. */
export function TestConnection({ waiting }: { waiting: (state: Waiting) => ReactNode }) {
  const bridge = useBridge()
  const connection = useConnection().value
  const maySet = useCan('practice:settings')
  const [answers, setAnswers] = useState<Answers>({})
  const [running, setRunning] = useState(false)
  const [signsIn, setSignsIn] = useState(false)

  const run = async (trial: boolean) => {
    setRunning(true)
    setAnswers({})
    for (const { step } of STEPS) {
      setAnswers((before) => ({ ...before, [step]: { state: 'running' } }))
      const input = trial ? { step, trial } : { step }
      const result = await bridge.fullscript.testStep(input).catch(() => failed('unexpected'))
      const next: StepState = result.ok
        ? { state: 'answered', answer: result.value }
        : { state: 'refused', failure: result.failure }
      setAnswers((before) => ({ ...before, [step]: next }))
      if (!result.ok || !result.value.ok) break
    }
    setRunning(false)
  }
  const trial = useTrial(() => run(true))

  const unset = connection?.state === 'not-configured'
  const connected = connection !== undefined && 'owner' in connection
  const busy = running || trial.phase === 'under-way' || trial.phase === 'deciding'
  const quick = () => {
    setSignsIn(false)
    void run(false)
  }
  const whole = () => {
    setSignsIn(true)
    setAnswers({})
    void trial.start()
  }
  const states: Partial<Record<string, StepState>> = signsIn ? { ...answers, ...trial.steps } : answers
  const shown = signsIn || !connected ? [...SIGN_IN, ...STEPS] : STEPS
  return (
    <Page
      title="Test connection"
      intro="Each step with Fullscript’s answer. Secrets are masked, and nothing is kept that you do not choose to keep."
      actions={
        connection !== undefined &&
        !unset && (
          <>
            {connected && (
              <Button onClick={quick} loading={running && !signsIn} disabled={busy} miw={112}>
                {Object.keys(answers).length === 0 ? 'Run the test' : 'Run again'}
              </Button>
            )}
            <Button variant={connected ? 'default' : 'filled'} onClick={whole} disabled={busy}>
              Test with a sign-in
            </Button>
          </>
        )
      }
    >
      {unset ? (
        <EmptyState
          icon={<SettingsIcon size={20} />}
          title="Fullscript is not set up for this practice yet"
          action={
            maySet && (
              <Button component={Link} to="/fullscript/settings">
                Open Fullscript settings
              </Button>
            )
          }
        >
          {maySet
            ? 'Enter the app settings first; then test them here.'
            : 'Ask an administrator to enter them.'}
        </EmptyState>
      ) : (
        <>
          <ol className={classes.steps}>
            {shown.map(({ step, title, about }, index) => (
              <TestStep key={step} number={index + 1} title={title} about={about} state={states[step]}>
                {step === 'consent' &&
                  trial.phase === 'under-way' &&
                  trial.state.step === 'waiting' &&
                  waiting(trial.state)}
              </TestStep>
            ))}
          </ol>
          {signsIn && (
            <TrialEnd
              phase={trial.phase}
              state={trial.state}
              pending={trial.deciding}
              failure={trial.failure}
              finish={(keep) => void trial.finish(keep)}
            />
          )}
        </>
      )}
    </Page>
  )
}
