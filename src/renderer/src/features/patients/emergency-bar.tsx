/** Over a chart that is open in an emergency, for the whole time: loud, with what is left of it and the way to end it. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import type { ChartAccessState } from '../../../../shared/contract/charts'
import { useAction } from '../../data/use-action'
import { formatCountdown } from '../../ui/format'
import { WarningIcon } from '../../ui/icons'
import { useNow } from '../../ui/use-now'
import classes from './restriction.module.css'

export function EmergencyBar({ access }: { access: ChartAccessState }) {
  const now = useNow()
  const [until] = useState(now + (access.emergencyLeft ?? 0))
  const end = useAction((bridge, patientId: string) => bridge.charts.endEmergency({ patientId }))
  return (
    <section className={classes.emergency} aria-label="Emergency access">
      <WarningIcon size={18} stroke={1.8} aria-hidden />
      <p>
        <strong>
          Emergency access,{' '}
          <span role="timer" className="figures">
            {formatCountdown(until - now)}
          </span>{' '}
          left.
        </strong>{' '}
        What you open and change here is recorded, and everybody on the chart’s list is told.
      </p>
      <Button
        variant="default"
        size="compact-sm"
        onClick={() => void end.run(access.patientId)}
        loading={end.pending}
      >
        End now
      </Button>
    </section>
  )
}
