/** The guide around each of its questions: where one stands, and what is done already. */
import { UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import { DoneIcon } from '../../ui/icons'
import { Logo } from '../../ui/logo'
import { STEP_LABELS, STEPS, type Step } from './first-run-form'
import classes from './first-run.module.css'

type Props = {
  step: Step
  /** Back to an earlier step; null once there is no way back. */
  goTo: ((step: Step) => void) | null
  children: ReactNode
}

export function GuideFrame({ step, goTo, children }: Props) {
  const place = STEPS.indexOf(step)
  return (
    <div className={classes.guide}>
      <nav className={classes.side} aria-label="Set up">
        <div className={classes.brand}>
          <Logo size={36} />
        </div>
        <ol className={classes.steps}>
          {STEPS.map((one, index) => (
            <li key={one} data-state={index < place ? 'done' : index === place ? 'here' : 'later'}>
              <StepLine
                label={STEP_LABELS[one]}
                number={index + 1}
                state={index < place ? 'done' : index === place ? 'here' : 'later'}
                go={index < place && goTo ? () => goTo(one) : null}
              />
            </li>
          ))}
        </ol>
      </nav>
      <main className={classes.main}>
        <div className={classes.column}>{children}</div>
      </main>
    </div>
  )
}

type LineProps = { label: string; number: number; state: 'done' | 'here' | 'later'; go: (() => void) | null }

function StepLine({ label, number, state, go }: LineProps) {
  const content = (
    <>
      <span className={classes.number} aria-hidden>
        {state === 'done' ? <DoneIcon size={14} stroke={2.4} /> : number}
      </span>
      {label}
    </>
  )
  if (go)
    return (
      <UnstyledButton className={classes.step} onClick={go} aria-label={`Back to: ${label}`}>
        {content}
      </UnstyledButton>
    )
  return (
    <span className={classes.step} {...(state === 'here' ? { 'aria-current': 'step' as const } : {})}>
      {content}
    </span>
  )
}
