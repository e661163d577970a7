/** Plans that were sent and are not in the chart yet: nobody has to wonder where they are. */
import { Button, Text } from '@mantine/core'
import type { PendingPlan } from '../../../../shared/contract/plans'
import { FAILURES } from '../../../../shared/failures'
import { usePerson } from '../../data/person'
import { useAction } from '../../data/use-action'
import { FailureNotice } from '../../ui/failure-notice'
import { formatTime, isolated } from '../../ui/format'
import { Notice } from '../../ui/notice'
import { useLocale } from '../../ui/use-locale'
import classes from './plan.module.css'

type Props = {
  pending: readonly PendingPlan[]
  patientId: string
  /** A strip over Fullscript's view, where there is no room for more. */
  slim?: boolean
}

const isFinal = ({ failure }: PendingPlan) => failure === 'fullscript-plan-gone'

export function PendingPlans({ pending, patientId, slim = false }: Props) {
  const me = usePerson().id
  const locale = useLocale()
  const fetch = useAction((bridge, of: string) => bridge.plans.fetchPending({ patientId: of }))
  if (pending.length === 0) return null
  const title = titleOf(pending)
  const says = sayings(pending, me, locale)
  const again = pending.some(({ personId }) => personId === me) && (
    <Button
      size="compact-sm"
      variant="default"
      loading={fetch.pending}
      onClick={() => void fetch.run(patientId)}
    >
      Try again
    </Button>
  )
  if (slim)
    return (
      <div className={classes.strip} role="status" data-testid="pending">
        <Text size="sm">
          <b>{title}.</b> {says.join(' ')}
        </Text>
        {again}
      </div>
    )
  return (
    <div data-testid="pending">
      <Notice title={title} action={again || undefined}>
        {says.join(' ')}
      </Notice>
      {fetch.failure && <FailureNotice failure={fetch.failure} tone="warn" />}
    </div>
  )
}

function titleOf(pending: readonly PendingPlan[]): string {
  const gone = pending.filter(isFinal).length
  const waiting = pending.length - gone
  if (waiting === 1) return 'A plan is on its way'
  if (waiting > 1) return `${waiting} plans are on their way`
  return gone === 1 ? 'A plan cannot be fetched' : `${gone} plans cannot be fetched`
}

/** What happened, that nothing is lost, when it goes on, and what to do. */
function sayings(pending: readonly PendingPlan[], me: string, locale: string): string[] {
  const waiting = pending.filter((plan) => !isFinal(plan))
  const mine = waiting.filter(({ personId }) => personId === me)
  const theirs = new Set(
    waiting.filter(({ personId }) => personId !== me).map(({ personName }) => isolated(personName)),
  )
  const reasons = new Set(mine.flatMap(({ failure }) => (failure ? [FAILURES[failure].happened] : [])))
  const times = mine.flatMap(({ nextTryAt }) => (nextTryAt === null ? [] : [nextTryAt]))
  const next = times.length === 0 ? '' : ` The next try is at ${formatTime(Math.min(...times), locale)}.`
  const gone = pending.filter(isFinal).map(({ fullscriptPlanId }) => fullscriptPlanId)
  return [
    ...(waiting.length > 0
      ? [
          `Fullscript has ${waiting.length === 1 ? 'it' : 'them'}; the details are not here yet. Nothing is lost.`,
        ]
      : []),
    ...reasons,
    ...(mine.length > 0 ? [`Yarrow goes on trying while you are signed in.${next}`] : []),
    ...[...theirs].map((name) => `What ${name} sent comes when ${name} is signed in again.`),
    ...(gone.length > 0
      ? [
          `${FAILURES['fullscript-plan-gone'].happened} Look for it in Fullscript: plan id ${gone.join(', ')}.`,
        ]
      : []),
  ]
}
