/** One step of the test: where it stands, what came back, and what to do when it failed. */
import { Loader, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import type { TestAnswer } from '../../../../shared/contract/fullscript'
import type { Failure } from '../../../../shared/failures'
import { DescriptionList } from '../../ui/description-list'
import { FailureNotice } from '../../ui/failure-notice'
import { BadIcon, GoodIcon } from '../../ui/icons'
import { useNow } from '../../ui/use-now'
import classes from './test-connection.module.css'

export type StepState =
  | { state: 'running' }
  | { state: 'passed' }
  | { state: 'answered'; answer: TestAnswer }
  | { state: 'refused'; failure: Failure }

type Props = {
  number: number
  title: string
  about: string
  state: StepState | undefined
  /** What there is to do while the step runs. */
  children?: ReactNode
}

export function TestStep({ number, title, about, state, children }: Props) {
  const answer = state?.state === 'answered' ? state.answer : null
  const failure = state?.state === 'refused' ? state.failure : (answer?.failure ?? null)
  const expiresAt = answer?.expiresAt ?? null
  return (
    <li
      className={classes.step}
      aria-label={title}
      data-testid={`test-${title.toLowerCase().replace(' ', '-')}`}
    >
      <div className={classes.head}>
        <span className={classes.mark}>
          {state === undefined ? (
            <span className={classes.number}>{number}</span>
          ) : state.state === 'running' ? (
            <Loader size={18} className="late" aria-label="Running" />
          ) : failure === null ? (
            <GoodIcon size={22} className={classes.good} aria-label="Passed" />
          ) : (
            <BadIcon size={22} className={classes.bad} aria-label="Failed" />
          )}
        </span>
        <div className={classes.title}>
          <Text fw={600} size="md">
            {title}
          </Text>
          <Text size="sm" c="dimmed">
            {about}
          </Text>
        </div>
        {answer && (
          <Text size="sm" c="dimmed" className={classes.figures}>
            {answer.status === null ? 'No answer' : `HTTP ${answer.status}`} ·{' '}
            {Math.round(answer.milliseconds)} ms
          </Text>
        )}
      </div>
      {expiresAt !== null && failure === null && <Lapse at={expiresAt} />}
      {failure && <FailureNotice failure={failure} />}
      {answer && answer.fields.length > 0 && (
        <DescriptionList rows={answer.fields.map(({ label, value }) => ({ label, value, mono: true }))} />
      )}
      {children}
    </li>
  )
}

/** The grant's two minutes, second by second. */
function Lapse({ at }: { at: number }) {
  const left = Math.max(0, Math.ceil((at - useNow(250)) / 1000))
  return (
    <Text size="sm" role="timer" className={`${classes.lapse ?? ''} figures`} data-lapsed={left === 0}>
      {left === 0
        ? 'Lapsed without being used, as it should'
        : `Usable for ${left} more ${left === 1 ? 'second' : 'seconds'}`}
    </Text>
  )
}
