/** Rows of the audit record, dense; with buttons in the heads where the order can be chosen. */
import { UnstyledButton } from '@mantine/core'
import {
  AUDIT_ACTIONS,
  AUDIT_CATEGORIES,
  auditWords,
  type AuditAction,
} from '../../../../shared/audit-actions'
import type { AuditRow, AuditSort } from '../../../../shared/bridge/audit'
import { formatSecond } from '../../components/format'
import { useLocale } from '../../components/use-locale'
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

type Props = {
  label: string
  rows: readonly AuditRow[]
  columns?: readonly AuditSort[]
  order?: Order
  setOrder?: (order: Order) => void
  /** Other rows are on their way. */
  busy?: boolean
}

export function EventTable({ label, rows, columns = COLUMNS, order, setOrder, busy = false }: Props) {
  const locale = useLocale()
  const detail = ({ subject, actingAs, emergency }: AuditRow) =>
    [emergency && 'Emergency access', actingAs && `as ${actingAs.type} ${actingAs.id}`, subject]
      .filter(Boolean)
      .join(' · ')
  const text: Record<AuditSort, (row: AuditRow) => string> = {
    at: ({ at }) => formatSecond(at, locale),
    person: ({ personName, personId }) =>
      personName ?? (personId === null ? 'Nobody signed in' : 'Unknown person'),
    action: ({ action }) => auditWords(action),
    category: ({ action }) => categoryOf(action),
    patient: ({ patientName, chartNumber, patientId }) =>
      patientName === null
        ? patientId === null
          ? ''
          : 'Unknown patient'
        : `${patientName} · ${chartNumber ?? ''}`,
    subject: detail,
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
            <tr key={row.seq}>
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
