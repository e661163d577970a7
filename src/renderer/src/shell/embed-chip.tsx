/** The way back to the plans that are open in Fullscript while the person is somewhere else. */
import { Menu, UnstyledButton } from '@mantine/core'
import { useLocation, useNavigate } from 'react-router'
import type { OpenPlan } from '../data/embed-controller'
import { useEmbed } from '../data/use-embed'
import { isolated } from '../ui/format'
import classes from './frame.module.css'
import { Hint } from '../ui/hint'
import { PlansIcon, MoreIcon } from '../ui/icons'
import { DropMenu } from '../ui/overlays'

export const planAddress = ({ request }: OpenPlan) => `/patients/${request.patientId}/plan`

/** What can be said of a plan that is open, beside the patient's name. */
export const WORK_WORDS = {
  untouched: 'Nothing entered yet',
  'maybe-unsent': 'May not be sent',
  sent: 'Sent',
} as const

export function EmbedChip() {
  const { plans } = useEmbed()
  const { pathname } = useLocation()
  const navigate = useNavigate()
  const elsewhere = plans.filter((plan) => plan.state.step !== 'closed' && planAddress(plan) !== pathname)
  const [first] = elsewhere
  if (!first) return null
  if (elsewhere.length === 1)
    return (
      <Hint text="Go back to the plan that is open in Fullscript" position="bottom">
        <UnstyledButton className={classes.chip} onClick={() => void navigate(planAddress(first))}>
          <PlansIcon size={14} aria-hidden />
          <span>Open plan: {isolated(first.request.patientName)}</span>
        </UnstyledButton>
      </Hint>
    )
  return (
    <DropMenu width={300}>
      <Menu.Target>
        <UnstyledButton className={classes.chip}>
          <PlansIcon size={14} aria-hidden />
          <span>{elsewhere.length} open plans</span>
          <MoreIcon size={12} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Open in Fullscript</Menu.Label>
        {elsewhere.map((plan) => (
          <Menu.Item key={plan.request.patientId} onClick={() => void navigate(planAddress(plan))}>
            {plan.request.patientName}
            <span className={classes.work}>{WORK_WORDS[plan.work]}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </DropMenu>
  )
}
