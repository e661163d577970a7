/** The way back to a plan that is still open in Fullscript while the person is somewhere else. */
import { UnstyledButton } from '@mantine/core'
import { useLocation, useNavigate } from 'react-router'
import { useEmbed } from '../bridge/use-embed'
import classes from './frame.module.css'
import { Hint } from './hint'
import { LeafIcon } from './icons'

export function EmbedChip() {
  const { request, state } = useEmbed()
  const { pathname } = useLocation()
  const navigate = useNavigate()
  if (request === null || state.step === 'closed') return null
  const address = `/patients/${request.patientId}/plan`
  if (pathname === address) return null
  return (
    <Hint text="Go back to the plan that is open in Fullscript" position="bottom">
      <UnstyledButton className={classes.chip} onClick={() => void navigate(address)}>
        <LeafIcon size={14} aria-hidden />
        <span>Open plan: {request.patientName}</span>
      </UnstyledButton>
    </Hint>
  )
}
