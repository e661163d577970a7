/** Instead of a chart that this person may not open: whose it is, whom to ask, and the way in for an emergency. */
import { Button, Group, Text, Textarea, Title } from '@mantine/core'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { LONGEST_REASON, SHORTEST_REASON, type ChartAccessState } from '../../../../shared/bridge/charts'
import { useCan } from '../../bridge/person'
import { useAction } from '../../bridge/use-action'
import { FailureNotice } from '../../components/failure-notice'
import { fullName } from '../../components/format'
import { LockIcon } from '../../components/icons'
import { Lines } from '../../components/lines'
import classes from './restriction.module.css'

export function RestrictedChart({ access }: { access: ChartAccessState | undefined }) {
  const navigate = useNavigate()
  const mayOpen = useCan('emergency:use')
  return (
    <div className={classes.closed} tabIndex={0} role="region" aria-label="Restricted chart">
      <div className={classes.column}>
        <div className={classes.icon} aria-hidden>
          <LockIcon size={20} stroke={1.8} />
        </div>
        {access ? (
          <div>
            <Title order={1} className={classes.name}>
              {fullName(access)}
            </Title>
            <Text size="md">
              This chart is open to a few people only, and you are not one of them. {access.restrictedBy} has
              restricted it: ask there first.
            </Text>
          </div>
        ) : (
          <Lines count={2} height={20} />
        )}
        {access && mayOpen && <EmergencyForm patientId={access.patientId} />}
        {!mayOpen && (
          <Text size="sm" c="dimmed">
            In an emergency, a practitioner can open it with a reason.
          </Text>
        )}
        <Group>
          <Button variant="default" onClick={() => void navigate('/patients')}>
            Back to patients
          </Button>
        </Group>
      </div>
    </div>
  )
}

function EmergencyForm({ patientId }: { patientId: string }) {
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const open = useAction((bridge, text: string) => bridge.charts.openInEmergency({ patientId, reason: text }))
  const enough = reason.trim().length >= SHORTEST_REASON
  const submit = () => {
    setTried(true)
    if (enough) void open.run(reason.trim())
  }
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
      noValidate
    >
      <Title order={2}>Is it an emergency?</Title>
      <Text size="sm">
        You can open the chart for 60 minutes. Everything you open is recorded, and everybody on its list is
        told at their next sign-in.
      </Text>
      <Textarea
        label="Reason"
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        maxLength={LONGEST_REASON}
        autosize
        minRows={2}
        maxRows={5}
        error={tried && !enough ? `Say why, in at least ${String(SHORTEST_REASON)} characters` : undefined}
      />
      {open.failure && <FailureNotice failure={open.failure} />}
      <Group justify="flex-end">
        <Button type="submit" color="red.9" loading={open.pending}>
          Open in an emergency
        </Button>
      </Group>
    </form>
  )
}
