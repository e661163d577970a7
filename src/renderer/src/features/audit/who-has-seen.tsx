/** Who has seen, changed or handed on anything of this patient, newest first. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { useParams } from 'react-router'
import { useCall } from '../../data/use-call'
import { EmptyState } from '../../ui/empty-state'
import { FailureNotice } from '../../ui/failure-notice'
import { AuditIcon } from '../../ui/icons'
import { Lines } from '../../ui/lines'
import classes from './audit.module.css'
import { EventTable } from './event-table'
import { Paging, PAGE_ROWS } from './paging'

export function WhoHasSeen() {
  const { patientId = '' } = useParams()
  const [offset, setOffset] = useState(0)
  const asked = { patientId, limit: PAGE_ROWS, offset }
  const found = useCall(['auditRows', 'patient', asked], (bridge) => bridge.audit.forPatient(asked), {
    keepPrevious: true,
    fresh: true,
  })
  if (found.failure)
    return (
      <div className={classes.message}>
        <FailureNotice failure={found.failure} action={<Button onClick={found.again}>Try again</Button>} />
      </div>
    )
  if (!found.value)
    return (
      <div className={classes.message}>
        <Lines count={8} />
      </div>
    )
  if (found.value.total === 0)
    return (
      <EmptyState icon={<AuditIcon size={20} />} title="Nobody has opened this chart yet">
        Everybody who opens it from now on is listed here.
      </EmptyState>
    )
  return (
    <div className={classes.panel}>
      <EventTable
        label="Who has seen this patient"
        rows={found.value.rows}
        columns={['at', 'person', 'action', 'subject', 'outcome']}
      />
      <Paging total={found.value.total} offset={offset} setOffset={setOffset} />
    </div>
  )
}
