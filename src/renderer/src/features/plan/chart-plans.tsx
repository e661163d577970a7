/** The plans that stand in the chart, by clinic and newest first; readable without any network. */
import { Button, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import type { Patient } from '../../../../shared/contract/patients'
import type { ChartPlans as Value } from '../../../../shared/contract/plans'
import { useCan } from '../../data/person'
import type { CallState } from '../../data/use-call'
import { useEmbedController } from '../../data/window-bridge'
import { EmptyState } from '../../ui/empty-state'
import { FailureNotice } from '../../ui/failure-notice'
import { fullName } from '../../ui/format'
import { AddPlanIcon, PlansIcon } from '../../ui/icons'
import { Lines } from '../../ui/lines'
import { PendingPlans } from './pending-plans'
import { byClinic } from './by-clinic'
import { PlanCard } from './plan-card'
import classes from './plan.module.css'

type Props = {
  plans: CallState<Value>
  patient: Patient
  /** Shown as a narrow column beside Fullscript. */
  beside: boolean
  /** Id of a plan that has just come in. */
  imported: string | null
  linkedTo: ReactNode
}

export function ChartPlans(props: Props) {
  const { beside, linkedTo } = props
  return (
    <section
      className={`${(beside ? classes.beside : classes.list) ?? ''} inner-ring`}
      aria-label="Plans in the chart"
      tabIndex={0}
    >
      {beside && (
        <Title order={2} size="h3">
          Plans in the chart
        </Title>
      )}
      <Content {...props} />
      {linkedTo}
    </section>
  )
}

function Content({ plans, patient, beside, imported }: Props) {
  if (plans.failure)
    return <FailureNotice failure={plans.failure} action={<Button onClick={plans.again}>Try again</Button>} />
  if (!plans.value) return <Lines count={4} height={20} />
  const { pending } = plans.value
  if (plans.value.plans.length === 0 && pending.length === 0)
    return <NoPlans patient={patient} beside={beside} />
  const groups = byClinic(plans.value.plans)
  return (
    <>
      <PendingPlans pending={pending} patientId={patient.id} />
      {groups.map((group) => {
        const cards = group.plans.map((plan) => (
          <PlanCard key={plan.id} plan={plan} narrow={beside} fresh={plan.id === imported} />
        ))
        // Nearly everybody works in one clinic, and then its name says nothing.
        if (groups.length === 1) return cards
        return (
          <section key={group.clinicId} className={classes.clinic} aria-label={group.name}>
            <Title order={3} size="h5">
              {group.name}
            </Title>
            {cards}
          </section>
        )
      })}
    </>
  )
}

function NoPlans({ patient, beside }: Pick<Props, 'patient' | 'beside'>) {
  const controller = useEmbedController()
  const mayPlan = useCan('plans:write')
  if (beside)
    return (
      <Text size="sm" c="dimmed">
        None yet. A plan that is sent in Fullscript appears here by itself.
      </Text>
    )
  const open = () => {
    controller.ask({
      patientId: patient.id,
      patientName: fullName(patient),
      feature: 'treatmentPlan',
      entrypoint: 'catalog',
    })
  }
  return (
    <EmptyState
      icon={<PlansIcon size={20} />}
      title="No plans yet"
      action={
        mayPlan && (
          <Button variant="default" leftSection={<AddPlanIcon size={16} />} onClick={open}>
            Open the plan builder
          </Button>
        )
      }
    >
      A plan that is sent in Fullscript appears here by itself, with products, dosage and refills.
    </EmptyState>
  )
}
