/**
 * A patient's plans: what stands in the chart, and beside it the place where Fullscript is worked in. Whatever is
 * missing on the way (an e-mail address, a connection) is asked for right here, and the plan opens by itself after.
 */
import { useParams } from 'react-router'
import { useState, type ReactNode } from 'react'
import { useViewportSize } from '@mantine/hooks'
import { usePatient, usePlans } from '../../data/queries'
import { useBridgeEvent } from '../../data/use-bridge-event'
import { useOpenPlan } from '../../data/use-embed'
import { PatientBar } from '../../shell/patient-bar'
import { PendingPlans } from './pending-plans'
import { ChartPlans } from './chart-plans'
import { EmbedArea } from './embed-area'
import { PlanBar } from './plan-bar'
import classes from './plan.module.css'

/** Below this width the list makes way for Fullscript, which wants 1024 CSS pixels. */
const ROOM_FOR_BOTH = 1360

/** `connect`: the connect flow; `linkedTo`: who the patient is at Fullscript. Both are other features'. */
export function Plan({ connect, linkedTo }: { connect: ReactNode; linkedTo: ReactNode }) {
  const { patientId = '' } = useParams()
  const patient = usePatient(patientId).value
  const plans = usePlans(patientId)
  const working = useOpenPlan(patientId) !== null
  const { width } = useViewportSize()
  const [chosen, setChosen] = useState<boolean | null>(null)
  const [imported, setImported] = useState<string | null>(null)
  useBridgeEvent(
    (on) => on.app.changed,
    (change) => {
      if (change.of === 'plans' && change.patientId === patientId && change.id !== null)
        setImported(change.id)
    },
  )

  const listShown = !working || (chosen ?? width >= ROOM_FOR_BOTH)
  if (!patient) return null
  return (
    <div className={classes.screen} data-working={working}>
      <PatientBar>
        <PlanBar
          patient={patient}
          working={working}
          imported={imported !== null}
          listShown={listShown}
          toggleList={() => setChosen(!listShown)}
        />
      </PatientBar>
      {working && (
        <div className={classes.work}>
          {!listShown && <PendingPlans pending={plans.value?.pending ?? []} patientId={patientId} slim />}
          <EmbedArea patient={patient} connect={connect} />
        </div>
      )}
      {listShown && (
        <ChartPlans
          plans={plans}
          patient={patient}
          beside={working}
          imported={imported}
          linkedTo={linkedTo}
        />
      )}
    </div>
  )
}
