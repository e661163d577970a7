/** Rows of the audit record, dense; with buttons in the heads where the order can be chosen. */
import { UnstyledButton } from '@mantine/core'
import {
  AUDIT_ACTIONS,
  AUDIT_CATEGORIES,
  auditWords,
  type AuditAction,
} from '../../../../shared/audit-actions'
import { subjectWords } from '../../../../shared/audit-subjects'
import type { AccessRow, AuditRow, AuditSort } from '../../../../shared/contract/audit'
import { disclosureWords } from '../../../../shared/disclosures'
import { formatSecond, formatTime, isolated } from '../../ui/format'
import { useLocale } from '../../ui/use-locale'
import classes from './audit.module.css'
import { OUTCOMES } from './words'

type Order = { sort: AuditSort; descending: boolean }

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
  order?: Order
  setOrder?: (order: Order) => void
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
  const head = (column: AuditSort) => {
    if (!order || !setOrder) return HEADS[column]
    const active = order.sort === column
    const descending = active ? !order.descending : column === 'at'
    return (
      <UnstyledButton
        className={classes.sort}
        data-active={active}
        onClick={() => setOrder({ sort: column, descending })}
      >
        {HEADS[column]}
        <span aria-hidden>{active ? (order.descending ? ' ↓' : ' ↑') : ''}</span>
      </UnstyledButton>
    )
  }
  const sorted = (column: AuditSort) =>
    order?.sort === column ? (order.descending ? 'descending' : 'ascending') : undefined
  return (
    <div
      className={`${classes.table ?? ''} inner-ring`}
      tabIndex={0}
      role="region"
      aria-label={label}
      aria-busy={busy}
    >
      <table>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col" data-column={column} aria-sort={sorted(column)}>
                {head(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${String(row.station)} ${String(row.seq)}`}>
              {columns.map((column) => (
                <td
                  key={column}
                  data-column={column}
                  title={text[column](row)}
                  className={column === 'outcome' && row.outcome !== 'done' ? classes.bad : undefined}
                >
                  {text[column](row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
