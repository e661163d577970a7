/** One emergency access: whose chart, who opened it, when and until when, why, and what was opened. */
import { counted } from '../../../../shared/plural'
import { Badge, Text } from '@mantine/core'
import { auditWords } from '../../../../shared/audit-actions'
import type { EmergencyAccess } from '../../../../shared/contract/charts'
import { formatMoment, isolated } from '../../ui/format'
import { useLocale } from '../../ui/use-locale'
import classes from './emergencies.module.css'

const ENDED = {
  time: 'when the time was up',
  person: 'by whoever had opened it',
  session: 'with the lock or sign-out',
  restart: 'when Yarrow stopped',
} as const

export function AccessFacts({ access }: { access: EmergencyAccess }) {
  const locale = useLocale()
  const { patientName, personName, reason, openedAt, endedAt, endedHow, used } = access
  const opened = used.map(({ action, times }) =>
    times === 1 ? auditWords(action) : `${auditWords(action)} (${counted(times, 'time')})`,
  )
  return (
    <div className={classes.access}>
      <div className={classes.head}>
        <Text fw={600} size="md">
          {patientName}
        </Text>
        {endedAt === null ? (
          <Badge color="red.9" variant="filled">
            Open now
          </Badge>
        ) : null}
      </div>
      <Text size="sm">
        Opened by {isolated(personName)} on {formatMoment(openedAt, locale)}
        {endedAt !== null && endedHow !== null
          ? `, ended ${formatMoment(endedAt, locale)} ${ENDED[endedHow]}`
          : ''}
      </Text>
      <Text size="sm">Reason: {reason}</Text>
      <Text size="sm" c="dimmed">
        {opened.length === 0 ? 'Nothing was opened under it.' : opened.join(' · ')}
      </Text>
    </div>
  )
}
