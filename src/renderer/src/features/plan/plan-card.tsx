/** One treatment plan as it stands in the chart. */
import { ActionIcon, Badge, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { Plan } from '../../../../shared/contract/plans'
import { keys } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { FailureNotice } from '../../ui/failure-notice'
import { Hint } from '../../ui/hint'
import { AgainIcon } from '../../ui/icons'
import { useLocale } from '../../ui/use-locale'
import { LabLine, ProductLine, Unread, Whole } from './plan-parts'
import { planDate, stateOf, unreadText } from './plan-words'
import classes from './plan.module.css'

type Props = { plan: Plan; narrow: boolean; fresh: boolean }

export function PlanCard({ plan, narrow, fresh }: Props) {
  const locale = useLocale()
  const cache = useQueryClient()
  const refresh = useAction(async (bridge, planId: string) => {
    const result = await bridge.plans.refresh({ planId })
    if (result.ok) void cache.invalidateQueries({ queryKey: keys.plans(plan.patientId) })
    return result
  })
  const { label, color, known } = stateOf(plan)
  const date = planDate(plan, locale)
  const empty = plan.lines.length === 0 && plan.labs.length === 0
  return (
    <article
      className={classes.card}
      data-fresh={fresh}
      data-narrow={narrow}
      data-testid="plan"
      aria-label={`Plan, ${date}`}
    >
      <header className={classes.cardHeader}>
        <div className={classes.cardTitle}>
          <Text fw={600} size="sm">
            {date}
          </Text>
          {fresh ? <Badge variant="filled">New</Badge> : <Badge color={color}>{label}</Badge>}
        </div>
        <Hint text="Get the newest from Fullscript">
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            loading={refresh.pending}
            onClick={() => void refresh.run(plan.id)}
            aria-label={`Refresh the plan of ${date}`}
          >
            <AgainIcon size={14} />
          </ActionIcon>
        </Hint>
        <Text size="xs" c="dimmed" className={classes.by}>
          {plan.prescriberName === '' ? 'Prescriber not named' : plan.prescriberName}
          {plan.enteredByName !== '' && ` · entered by ${plan.enteredByName}`}
        </Text>
      </header>
      {refresh.failure && <FailureNotice failure={refresh.failure} tone="warn" />}
      {plan.gone && (
        <Unread
          text={`No longer in Fullscript (plan id ${plan.fullscriptPlanId}). This is what was read last.`}
        />
      )}
      {!known && (
        <Unread text={`Yarrow does not know the state “${label}”. Look in Fullscript what it means.`} />
      )}
      <Unread text={unreadText(plan.unread)} />
      {!empty && (
        <ul className={classes.lines}>
          {plan.lines.map((line) => (
            <ProductLine key={line.id} line={line} />
          ))}
          {plan.labs.map((lab) => (
            <LabLine key={lab.id} lab={lab} />
          ))}
        </ul>
      )}
      {empty && (
        <Text size="sm" c="dimmed">
          No products and no labs in this plan
        </Text>
      )}
      {plan.message !== '' && (
        <div className={classes.message}>
          <Whole text={`“${plan.message}”`} />
        </div>
      )}
    </article>
  )
}
