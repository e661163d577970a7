/** Between "Add plan" and Fullscript's own page: whatever is still missing, then the place itself. */
import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import type { Patient } from '../../../../shared/contract/patients'
import type { Failure, FailureCode } from '../../../../shared/failures'
import { useCan } from '../../data/person'
import { useConnection } from '../../data/queries'
import { useBridgeEvent } from '../../data/use-bridge-event'
import { useOpenPlan } from '../../data/use-embed'
import { useEmbedController } from '../../data/window-bridge'
import { FailureNotice } from '../../ui/failure-notice'
import { Lines } from '../../ui/lines'
import { EmailNeeded } from './email-needed'
import { EmbedPlace } from './embed-place'
import classes from './plan.module.css'
import { Link } from 'react-router'

/** Failures of the view that a new connection mends. */
const NEEDS_CONNECTING: readonly FailureCode[] = [
  'fullscript-not-connected',
  'fullscript-reconnect-needed',
  'fullscript-missing-scope',
]

export function EmbedArea({ patient, connect }: { patient: Patient; connect: ReactNode }) {
  const controller = useEmbedController()
  const connection = useConnection()
  const maySet = useCan('practice:settings')
  const state = useOpenPlan(patient.id)?.state ?? { step: 'closed' }
  const failure = state.step === 'failed' ? state.failure : null

  // The person has just confirmed: the plan that was asked for opens now, without another click. A plan that is open
  // already goes on, whatever is connected meanwhile.
  const isOpen = state.step !== 'closed' && state.step !== 'failed'
  const [connecting, setConnecting] = useState(false)
  useBridgeEvent(
    (on) => on.fullscript.connectChanged,
    ({ step }) => {
      if (isOpen) return
      if (step === 'connected') {
        setConnecting(false)
        controller.arm(patient.id)
      } else if (step !== 'idle' && step !== 'failed') setConnecting(true)
    },
  )

  if (patient.email === '' || failure?.code === 'patient-email-missing')
    return <EmailNeeded patient={patient} />
  if (connection.failure)
    return (
      <Middle>
        <FailureNotice
          failure={connection.failure}
          action={<Button onClick={connection.again}>Try again</Button>}
        />
      </Middle>
    )
  if (!connection.value)
    return (
      <Middle>
        <Lines count={3} />
      </Middle>
    )
  if (connection.value.state === 'not-configured')
    return (
      <Middle>
        <FailureNotice
          failure={{ code: 'fullscript-not-configured' }}
          tone="warn"
          action={
            maySet && (
              <Button component={Link} to="/fullscript/settings">
                Open Fullscript settings
              </Button>
            )
          }
        />
      </Middle>
    )
  const missing = connection.value.state
  const lost = missing === 'reconnect-needed' && connection.value.through === 'clinic'
  if (missing === 'clinic-not-connected' || missing === 'not-mapped' || lost || ofClinic(failure))
    return (
      <Middle>
        <FailureNotice
          failure={
            ofClinic(failure) ?? {
              code: missing === 'not-mapped' ? 'fullscript-not-mapped' : 'fullscript-clinic-not-connected',
            }
          }
          tone="warn"
          action={
            maySet && (
              <Button component={Link} to="/fullscript/clinics">
                Open clinics and people
              </Button>
            )
          }
        />
      </Middle>
    )
  const blocked = failure !== null && NEEDS_CONNECTING.includes(failure.code)
  if (connecting || blocked || connection.value.state !== 'connected')
    return (
      <Middle>
        {blocked && !connecting && <FailureNotice failure={failure} tone="warn" offersReconnect={false} />}
        {connect}
      </Middle>
    )
  return <EmbedPlace patientId={patient.id} />
}

/** What only an administrator can mend, where the app works through clinics. */
const OF_CLINIC: readonly FailureCode[] = ['fullscript-clinic-not-connected', 'fullscript-not-mapped']
const ofClinic = (failure: Failure | null): Failure | null =>
  failure && OF_CLINIC.includes(failure.code) ? failure : null

function Middle({ children }: { children: ReactNode }) {
  return (
    <div className={classes.middle}>
      <div className={classes.column}>{children}</div>
    </div>
  )
}
