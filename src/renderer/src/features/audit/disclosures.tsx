/**
 * What was given out of this patient's record, when, to whom and by whom (170.315(d)(11)): to read, to print for the
 * patient, or to save. The sheet for the printer lies beside the app, so that it takes as many pages as it needs.
 */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { createPortal } from 'react-dom'
import { useParams } from 'react-router'
import type { AuditRow } from '../../../../shared/contract/audit'
import { disclosureWords } from '../../../../shared/disclosures'
import { usePatient } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { useCall } from '../../data/use-call'
import { DataList } from '../../ui/data-list'
import { EmptyState } from '../../ui/empty-state'
import { FailureNotice } from '../../ui/failure-notice'
import { formatDate, formatMoment, fullName, isolated } from '../../ui/format'
import { AuditIcon, PrintIcon } from '../../ui/icons'
import { Lines } from '../../ui/lines'
import { Notice } from '../../ui/notice'
import { DateField } from '../../ui/date-field'
import { useLocale } from '../../ui/use-locale'
import classes from './audit.module.css'
import { startOf, type Days } from './filters'

export function Disclosures() {
  const { patientId = '' } = useParams()
  const [days, setDays] = useState<Days>({ from: '', to: '' })
  // The day that is named last is part of the span.
  const asked = { patientId, from: startOf(days.from), to: startOf(days.to, 1) }
  const found = useCall(['auditRows', 'disclosures', asked], (bridge) => bridge.audit.disclosures(asked), {
    keepPrevious: true,
    fresh: true,
  })
  const keep = useAction((bridge) => bridge.audit.keepDisclosures(asked))
  const print = useAction((bridge) => bridge.audit.printDisclosures(asked))
  const [saved, setSaved] = useState<string | null>(null)
  const save = async () => {
    setSaved(null)
    const result = await keep.run(undefined)
    if (result.ok && result.value) setSaved(result.value.file)
    found.again()
  }
  const toPaper = async () => {
    const result = await print.run(undefined)
    if (result.ok) window.print()
    found.again()
  }
  const { rows, total } = found.value ?? { rows: [], total: 0 }
  const failure = keep.failure ?? print.failure ?? found.failure
  return (
    <div className={classes.panel}>
      <div className={classes.span} role="search" aria-label="Disclosures">
        <DateField
          size="xs"
          past
          aria-label="From"
          leftSection={<span aria-hidden>From</span>}
          leftSectionWidth={48}
          value={days.from}
          onChange={(from) => setDays({ ...days, from })}
        />
        <DateField
          size="xs"
          past
          aria-label="To"
          leftSection={<span aria-hidden>To</span>}
          leftSectionWidth={48}
          value={days.to}
          onChange={(to) => setDays({ ...days, to })}
        />
        <Button
          size="xs"
          variant="default"
          disabled={total === 0}
          loading={keep.pending}
          onClick={() => void save()}
        >
          Save as CSV
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<PrintIcon size={14} />}
          disabled={total === 0}
          loading={print.pending}
          onClick={() => void toPaper()}
        >
          Print
        </Button>
      </div>
      {failure && (
        <div className={classes.message}>
          <FailureNotice failure={failure} action={<Button onClick={found.again}>Try again</Button>} />
        </div>
      )}
      {saved !== null && (
        <div className={classes.message}>
          <Notice tone="good" title={`Saved as ${saved}`} />
        </div>
      )}
      {found.value === undefined ? (
        <div className={classes.message}>{found.pending && <Lines count={6} />}</div>
      ) : total === 0 ? (
        <EmptyState icon={<AuditIcon size={20} />} title="Nothing was given out in this time">
          What is handed to Fullscript for a plan, and every copy that leaves Yarrow, is listed here.
        </EmptyState>
      ) : (
        <>
          {total > rows.length && <div className={classes.message}>{cutWords(rows.length, total)}</div>}
          <Rows rows={rows} place="fill" />
          <Paper patientId={patientId} days={days} rows={rows} total={total} />
        </>
      )}
    </div>
  )
}

function Rows({ rows, place }: { rows: readonly AuditRow[]; place: 'fill' | 'page' }) {
  const locale = useLocale()
  return (
    <DataList
      {...{ rows, place }}
      label="Disclosures of this patient"
      keyOf={({ station, seq }) => `${String(station)} ${String(seq)}`}
      columns={[
        { key: 'at', head: 'Time', width: 184, figures: true, cell: ({ at }) => formatMoment(at, locale) },
        { key: 'to', head: 'To', cell: (row) => disclosureWords(row).to },
        { key: 'what', head: 'What', width: '32%', cell: (row) => disclosureWords(row).what },
        { key: 'why', head: 'For', cell: (row) => disclosureWords(row).why },
        { key: 'by', head: 'By', cell: ({ personName }) => personName ?? 'Unknown person' },
      ]}
    />
  )
}

/** On the screen and on paper alike. */
const cutWords = (shown: number, total: number): string =>
  `These are the newest ${shown.toLocaleString()} of ${total.toLocaleString()}. The CSV has them all.`

type PaperProps = { patientId: string; days: Days; rows: readonly AuditRow[]; total: number }

function Paper({ patientId, days, rows, total }: PaperProps) {
  const locale = useLocale()
  const patient = usePatient(patientId).value
  const day = (iso: string, otherwise: string) => (iso === '' ? otherwise : formatDate(iso, locale))
  if (!patient) return null
  return createPortal(
    <section data-print="pages" aria-hidden className={classes.paper}>
      <h1>{`Disclosures: ${isolated(fullName(patient))}, chart ${patient.chartNumber}`}</h1>
      <p>{`${day(days.from, 'From the beginning')} to ${day(days.to, 'today')}`}</p>
      {total > rows.length && <p>{cutWords(rows.length, total)}</p>}
      <Rows rows={rows} place="page" />
    </section>,
    document.body,
  )
}
