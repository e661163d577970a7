/** One treatment plan as it stands in the chart. */
import { ActionIcon, Badge, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { Plan, PlanLine } from '../../../../shared/bridge/plans'
import { keys } from '../../bridge/queries'
import { useAction } from '../../bridge/use-action'
import { FailureNotice } from '../../components/failure-notice'
import { formatDay } from '../../components/format'
import { Hint } from '../../components/hint'
import { AgainIcon } from '../../components/icons'
import { useLocale } from '../../components/use-locale'
import { dosageText, packageText, timingText } from './plan-line'
import classes from './plan.module.css'

const STATES = {
  draft: { label: 'Draft', color: 'gray' },
  active: { label: 'Active', color: 'yarrow' },
  cancelled: { label: 'Cancelled', color: 'gray' },
} as const

type Props = { plan: Plan; narrow: boolean; fresh: boolean }

export function PlanCard({ plan, narrow, fresh }: Props) {
  const locale = useLocale()
  const cache = useQueryClient()
  const refresh = useAction(async (bridge, planId: string) => {
    const result = await bridge.plans.refresh({ planId })
    if (result.ok) void cache.invalidateQueries({ queryKey: keys.plans(plan.patientId) })
    return result
  })
  const { label, color } = STATES[plan.state]
  const date =
    plan.sentAt === null
      ? `Made ${formatDay(plan.createdAt, locale)}`
      : `Sent ${formatDay(plan.sentAt, locale)}`
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
      <ul className={classes.lines}>
        {plan.lines.map((line) => (
          <PlanLineView key={line.id} line={line} />
        ))}
      </ul>
      {plan.lines.length === 0 && (
        <Text size="sm" c="dimmed">
          No products in this plan
        </Text>
      )}
      {plan.message !== '' && (
        <Text size="sm" className={classes.message}>
          “{plan.message}”
        </Text>
      )}
    </article>
  )
}

function PlanLineView({ line }: { line: PlanLine }) {
  return (
    <li className={classes.product}>
      <div className={classes.what}>
        <Text size="sm" fw={550}>
          {line.named ? line.productName : 'Product name is on its way'}
        </Text>
        <Text size="xs" c="dimmed">
          {[line.brandName, packageText(line)].filter(Boolean).join(' · ')}
        </Text>
      </div>
      <div className={classes.how}>
        <Text size="sm">{dosageText(line)}</Text>
        <Text size="xs" c="dimmed">
          {timingText(line)}
        </Text>
      </div>
      <Text size="xs" c="dimmed" className={classes.refill}>
        {line.refill ? 'Refills allowed' : 'No refills'}
      </Text>
    </li>
  )
}
