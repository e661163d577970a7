/** Instead of a chart that this person may not open: whose it is, whom to ask, and the way in for an emergency. */
import { Button, Group, Text, Textarea, Title } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useRef } from 'react'
import { useNavigate } from 'react-router'
import { LONGEST_REASON, SHORTEST_REASON, type ChartAccessState } from '../../../../shared/contract/charts'
import { useDraft, useDraftStore } from '../../data/drafts'
import { useCan } from '../../data/person'
import { useAction } from '../../data/use-action'
import { DraftRestored } from '../../ui/draft-restored'
import { FailureNotice } from '../../ui/failure-notice'
import { formatMoment, fullName, isolated } from '../../ui/format'
import { LockIcon } from '../../ui/icons'
import { Lines } from '../../ui/lines'
import { useLocale } from '../../ui/use-locale'
import classes from './restriction.module.css'

export function RestrictedChart({ access }: { access: ChartAccessState | undefined }) {
  const navigate = useNavigate()
  const mayOpen = useCan('emergency:use')
  const locale = useLocale()
  return (
    <div
      className={`${classes.closed ?? ''} inner-ring`}
      tabIndex={0}
      role="region"
      aria-label="Restricted chart"
    >
      <div className={classes.column}>
        <div className={classes.icon} aria-hidden>
          <LockIcon size={20} stroke={1.8} />
        </div>
        {access ? (
          <div>
            <Title order={1} className={classes.name}>
              {fullName(access)}
            </Title>
            {access.resting ? (
              <Text size="md">
                You are on the list of this chart. Your login was reset by{' '}
                {isolated(access.resting.issuerName)} on {formatMoment(access.resting.since, locale)}, so the
                chart stays closed until a colleague on the list confirms that it is you. They are asked at
                their next sign-in.
              </Text>
            ) : (
              <Text size="md">
                This chart is open to a few people only, and you are not one of them.{' '}
                {isolated(access.restrictedBy)} has restricted it: ask there first.
              </Text>
            )}
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
  const form = useForm({ initialValues: { reason: '' } })
  const draftKey = `emergency:${patientId}`
  const drafts = useDraftStore()
  const draft = useDraft(draftKey, form)
  const field = useRef<HTMLTextAreaElement>(null)
  const open = useAction((bridge, text: string) => bridge.charts.openInEmergency({ patientId, reason: text }))
  const submit = async () => {
    const reason = form.getValues().reason.trim()
    if (reason.length < SHORTEST_REASON) {
      form.setFieldError('reason', `Say why, in at least ${String(SHORTEST_REASON)} characters`)
      field.current?.focus()
      return
    }
    if ((await open.run(reason)).ok) drafts.discard(draftKey)
  }
  return (
    <form
      autoComplete="off"
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
      noValidate
    >
      <DraftRestored draft={draft} />
      <Title order={2}>Is it an emergency?</Title>
      <Text size="sm">
        You can open the chart for 60 minutes. Everything you open is recorded, and everybody on its list is
        told at their next sign-in.
      </Text>
      <Textarea
        ref={field}
        label="Reason"
        {...form.getInputProps('reason')}
        maxLength={LONGEST_REASON}
        autosize
        minRows={2}
        maxRows={5}
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
