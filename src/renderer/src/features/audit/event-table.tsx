/** Rows of the audit record; with buttons in the heads where the order can be chosen. */
import {
  AUDIT_ACTIONS,
  AUDIT_CATEGORIES,
  auditWords,
  type AuditAction,
} from '../../../../shared/audit-actions'
import { subjectWords } from '../../../../shared/audit-subjects'
import type { AccessRow, AuditRow, AuditSort } from '../../../../shared/contract/audit'
import { disclosureWords } from '../../../../shared/disclosures'
import { DataList, type Order } from '../../ui/data-list'
import { formatSecond, formatTime, isolated } from '../../ui/format'
import { useLocale } from '../../ui/use-locale'
import classes from './audit.module.css'
import { OUTCOMES } from './words'

const HEADS: Record<AuditSort, string> = {
  at: 'Time',
  person: 'Person',
  action: 'Action',
  category: 'About',
  patient: 'Patient',
  subject: 'Detail',
  outcome: 'Outcome',
}
const COLUMNS = Object.keys(HEADS) as AuditSort[]
const WIDTHS: Partial<Record<AuditSort, number>> = { at: 208, category: 128, outcome: 80 }

const categoryOf = (action: string): string =>
  action in AUDIT_ACTIONS ? AUDIT_CATEGORIES[AUDIT_ACTIONS[action as AuditAction].category] : ''

/** A row of the record, or of an access report, where looks may be put together. */
type Row = AuditRow & Partial<Pick<AccessRow, 'looks'>>

const several = (row: Row): row is Row & { looks: { count: number; firstAt: number } } =>
  (row.looks?.count ?? 1) > 1

function detail(row: AuditRow): string {
  const { action, subject, actingAs, emergency, names } = row
  const given = () => {
    const { to, what } = disclosureWords(row)
    return `${what}, to ${to}`
  }
  const about =
    action === 'patient.handed-to-fullscript' && row.outcome === 'done'
      ? given()
      : subjectWords(subject ?? '', (id) => isolated(names[id] ?? '') || undefined)
  const as = actingAs && `as ${isolated(names[actingAs.id] ?? FULLSCRIPT_USERS[actingAs.type])}`
  return [emergency && 'Emergency access', as, about].filter(Boolean).join(' · ')
}

const FULLSCRIPT_USERS = {
  Practitioner: 'a practitioner at Fullscript',
  Staff: 'office staff at Fullscript',
} as const

type Props = {
  label: string
  rows: readonly Row[]
  columns?: readonly AuditSort[]
  order?: Order<AuditSort>
  setOrder?: (order: Order<AuditSort>) => void
  /** Other rows are on their way. */
  busy?: boolean
}

export function EventTable({ label, rows, columns = COLUMNS, order, setOrder, busy = false }: Props) {
  const locale = useLocale()
  const time = (at: number) => formatTime(at, locale)
  const text: Record<AuditSort, (row: Row) => string> = {
    at: ({ at }) => formatSecond(at, locale),
    person: ({ personName, personId }) =>
      personName ?? (personId === null ? 'Nobody signed in' : 'Unknown person'),
    action: (row) =>
      several(row)
        ? `Look at the chart, ${row.looks.count.toLocaleString(locale)} times`
        : auditWords(row.action),
    category: ({ action }) => categoryOf(action),
    patient: ({ patientName, chartNumber, patientId }) =>
      patientName === null
        ? patientId === null
          ? ''
          : 'Unknown patient'
        : `${isolated(patientName)} · ${chartNumber ?? ''}`,
    subject: (row) =>
      several(row)
        ? `${time(row.looks.firstAt)} to ${time(row.at)}, the last: ${auditWords(row.action)}`
        : detail(row),
    outcome: ({ outcome }) => OUTCOMES[outcome],
  }
  return (
    <DataList
      {...{ label, rows, busy, order, setOrder }}
      place="fill"
      className={classes.events}
      keyOf={({ station, seq }) => `${String(station)} ${String(seq)}`}
      columns={columns.map((key) => ({
        ...{ key, head: HEADS[key], width: WIDTHS[key], figures: true },
        ...{ cell: text[key], title: text[key], sorts: key === 'at' ? 'descending' : 'ascending' },
        className: ({ outcome }: Row) => (key === 'outcome' && outcome !== 'done' ? classes.bad : undefined),
      }))}
    />
  )
}
