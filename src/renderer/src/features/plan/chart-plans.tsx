/** The plans that stand in the chart, newest first; readable without any network. */
import { Button, Text, Title } from '@mantine/core'
import type { Patient } from '../../../../shared/bridge/patients'
import type { Plan } from '../../../../shared/bridge/plans'
import { useCan } from '../../bridge/person'
import type { CallState } from '../../bridge/use-call'
import { useEmbedController } from '../../bridge/window-bridge'
import { EmptyState } from '../../components/empty-state'
import { FailureNotice } from '../../components/failure-notice'
import { fullName } from '../../components/format'
import { AddPlanIcon, LeafIcon } from '../../components/icons'
import { Lines } from '../../components/lines'
import { PlanCard } from './plan-card'
import classes from './plan.module.css'

type Props = {
  plans: CallState<Plan[]>
  patient: Patient
  /** Shown as a narrow column beside Fullscript. */
  beside: boolean
  /** Id of a plan that has just come in. */
  landed: string | null
}

export function ChartPlans({ plans, patient, beside, landed }: Props) {
  return (
    <section className={beside ? classes.beside : classes.list} aria-label="Plans in the chart" tabIndex={0}>
      {beside && (
        <Title order={2} size="h3">
          Plans in the chart
        </Title>
      )}
      <Content plans={plans} patient={patient} beside={beside} landed={landed} />
    </section>
  )
}

function Content({ plans, patient, beside, landed }: Props) {
  const controller = useEmbedController()
  const mayPlan = useCan('plans:write')
  if (plans.failure)
    return <FailureNotice failure={plans.failure} action={<Button onClick={plans.again}>Try again</Button>} />
  if (!plans.value) return <Lines count={4} height={20} />
  if (plans.value.length === 0)
    return beside ? (
      <Text size="sm" c="dimmed">
        None yet. A plan that is sent in Fullscript appears here by itself.
      </Text>
    ) : (
      <EmptyState
        icon={<LeafIcon size={20} />}
        title="No plans yet"
        action={
          mayPlan && (
            <Button
              variant="default"
              leftSection={<AddPlanIcon size={16} />}
              onClick={() =>
                controller.ask({
                  patientId: patient.id,
                  patientName: fullName(patient),
                  feature: 'treatmentPlan',
                  entrypoint: 'catalog',
                })
              }
            >
              Open the plan builder
            </Button>
          )
        }
      >
        A plan that is sent in Fullscript appears here by itself, with products, dosage and refills.
      </EmptyState>
    )
  return plans.value
    .toSorted((one, other) => (other.sentAt ?? other.createdAt) - (one.sentAt ?? one.createdAt))
    .map((plan) => <PlanCard key={plan.id} plan={plan} narrow={beside} fresh={plan.id === landed} />)
}
