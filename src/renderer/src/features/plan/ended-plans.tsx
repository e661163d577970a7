/** At sign-in, on every screen: plans of this person that ended while they may not have been sent. Said until it is seen. */
import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { EndedPlan, PlanEnd } from '../../../../shared/contract/embed'
import { keys } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { useBridgeEvent } from '../../data/use-bridge-event'
import { useCall } from '../../data/use-call'
import { FailureNotice } from '../../ui/failure-notice'
import { formatMoment, fullName, isolated } from '../../ui/format'
import { Notice } from '../../ui/notice'
import { useLocale } from '../../ui/use-locale'

const WHY = {
  'locked-too-long': 'Yarrow was locked for an hour, so the plan was closed',
  'another-person': 'Somebody else signed in here, so the plan was closed',
  'signed-out': 'It was open when you signed out',
  'access-lost': 'The chart was closed to you, and the plan with it',
  disconnected: 'The Fullscript connection ended, and the plan with it',
  crashed: 'The Fullscript view stopped working',
  stopped: 'It was open when Yarrow was closed',
} as const satisfies Record<PlanEnd, string>

export function EndedPlans() {
  const cache = useQueryClient()
  const again = () => void cache.invalidateQueries({ queryKey: keys.endedPlans })
  useBridgeEvent(
    (on) => on.embed.changed,
    ({ state }) => {
      if (state.step === 'closed') again()
    },
  )
  const ended = useCall(keys.endedPlans, (bridge) => bridge.embed.ended(), { fresh: true }).value ?? []
  return ended.map((plan) => <Ended key={plan.patientId} plan={plan} seen={again} />)
}

function Ended({ plan, seen }: { plan: EndedPlan; seen: () => void }) {
  const locale = useLocale()
  const { patientId } = plan
  const dismiss = useAction((bridge) => bridge.embed.endedSeen({ patientId }))
  const confirm = async () => {
    if ((await dismiss.run(undefined)).ok) seen()
  }
  return (
    <Notice
      title={`The plan for ${isolated(fullName(plan.patient))} may not have been sent`}
      action={
        <>
          <Button size="compact-sm" onClick={() => void confirm()} loading={dismiss.pending}>
            I have seen this
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            component={Link}
            to={`/patients/${patientId}/plan`}
            ml={8}
          >
            Go to the plans
          </Button>
        </>
      }
    >
      {WHY[plan.why]} ({formatMoment(plan.endedAt, locale)}). What was not sent in Fullscript has to be
      entered again; plans that were sent are in the chart.
      {dismiss.failure && <FailureNotice failure={dismiss.failure} />}
    </Notice>
  )
}
