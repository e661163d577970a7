/** Everything that was recorded in a chart, of all kinds that this person may read, by when it was. */
import { Anchor, Button, Chip, Switch, Title } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import { Link, useParams } from 'react-router'
import type { TimelineEntry } from '../../../../shared/contract/timeline'
import { ENTRY_KINDS, type EntryKind } from '../../../../shared/entry-kinds'
import { formatPartialDate } from '../../../../shared/partial-date'
import { parseInstant } from '../../../../shared/day'
import { usePerson } from '../../data/person'
import { useTimeline } from '../../data/timeline'
import { ChartTab, EntryList } from '../../ui/chart-tab'
import { EmptyState } from '../../ui/empty-state'
import { FailureNotice } from '../../ui/failure-notice'
import { formatDay, formatTime } from '../../ui/format'
import { TimelineIcon } from '../../ui/icons'
import { Lines } from '../../ui/lines'
import { useLocale } from '../../ui/use-locale'
import classes from './timeline.module.css'

export function Timeline() {
  const { patientId = '' } = useParams()
  const locale = useLocale()
  const { capabilities } = usePerson()
  const [kinds, setKinds] = useState<EntryKind[]>([])
  const [enteredInError, setEnteredInError] = useState(false)
  const timeline = useTimeline(patientId, { kinds, enteredInError })
  const { entries, failure, older } = timeline
  const list = useRef<HTMLDivElement>(null)
  /** How many there were when older ones were asked for. */
  const shown = useRef<number | null>(null)

  // Once they are there the button may be gone; whoever pressed it by keyboard goes on at the first of them.
  useEffect(() => {
    if (shown.current === null || !entries || entries.length <= shown.current) return
    list.current?.querySelectorAll('a')[shown.current]?.focus()
    shown.current = null
  }, [entries])

  const readable = (Object.keys(ENTRY_KINDS) as EntryKind[]).filter((kind) =>
    capabilities.includes(`${ENTRY_KINDS[kind].area}:read`),
  )

  const body = () => {
    if (failure)
      return <FailureNotice failure={failure} action={<Button onClick={timeline.again}>Try again</Button>} />
    if (!entries) return <Lines count={8} height={24} />
    if (entries.length === 0)
      return (
        <EmptyState
          icon={<TimelineIcon size={20} />}
          title={kinds.length === 0 ? 'Nothing is recorded yet' : 'Nothing of this kind is recorded'}
        >
          What is recorded in this chart will stand here, the newest first:{' '}
          {readable.map((kind) => ENTRY_KINDS[kind].many).join(', ')}.
        </EmptyState>
      )
    return (
      <div ref={list} className={classes.days}>
        {byDay(entries).map(([day, ofDay]) => (
          <section key={day} aria-label={formatPartialDate(day, locale)}>
            <Title order={3} className={classes.day}>
              {formatPartialDate(day, locale)}
            </Title>
            <EntryList>
              {ofDay.map((entry) => (
                <Row key={entry.id} entry={entry} patientId={patientId} locale={locale} />
              ))}
            </EntryList>
          </section>
        ))}
      </div>
    )
  }

  return (
    <ChartTab
      label="Timeline"
      title="Timeline"
      actions={
        <>
          <Chip.Group multiple value={kinds} onChange={setKinds}>
            <div className={classes.kinds} role="group" aria-label="Show only">
              {readable.map((kind) => (
                <Chip key={kind} value={kind} size="xs">
                  {ENTRY_KINDS[kind].category}
                </Chip>
              ))}
            </div>
          </Chip.Group>
          <Switch
            label="Show what was entered in error"
            checked={enteredInError}
            onChange={(event) => setEnteredInError(event.currentTarget.checked)}
          />
        </>
      }
    >
      {body()}
      {!failure && older?.failure && <FailureNotice failure={older.failure} />}
      {!failure && older && (
        <Button
          className={classes.older}
          variant="default"
          loading={older.pending}
          onClick={() => {
            shown.current = entries?.length ?? null
            older.show()
          }}
        >
          {older.failure ? 'Try again' : 'Show older'}
        </Button>
      )}
    </ChartTab>
  )
}

/** Together what stands on the same day, in the order in which it came. */
function byDay(entries: readonly TimelineEntry[]): [day: string, TimelineEntry[]][] {
  const days = new Map<string, TimelineEntry[]>()
  for (const entry of entries) days.set(entry.day, [...(days.get(entry.day) ?? []), entry])
  return [...days]
}

type RowProps = { entry: TimelineEntry; patientId: string; locale: string }

function Row({ entry, patientId, locale }: RowProps) {
  const { kind, summary, effective, enteredInError, reason, recordedAt, recordedBy } = entry
  const { area, label } = ENTRY_KINDS[kind]
  const at = effective === null ? null : parseInstant(effective)
  return (
    <li className={classes.row} data-wrong={enteredInError}>
      <span className={classes.kind}>{label}</span>
      <div className={classes.what}>
        <Anchor
          component={Link}
          to={`/patients/${patientId}/${area}`}
          className={`${classes.summary ?? ''} whole`}
        >
          {summary}
        </Anchor>
        {enteredInError && (
          <span className={`${classes.wrong ?? ''} whole`}>
            {reason === '' ? 'Entered in error' : `Entered in error: ${reason}`}
          </span>
        )}
        <span className={classes.by}>
          {at !== null && `${formatTime(at, locale)} · `}
          {effective === null && 'Date not said · '}
          Recorded {formatDay(recordedAt, locale)} by{' '}
          <bdi className="whole">{recordedBy?.name ?? 'Yarrow'}</bdi>
        </span>
      </div>
    </li>
  )
}
