import { Select, TextInput } from '@mantine/core'
import { Fragment } from 'react'
import {
  AUDIT_ACTIONS,
  AUDIT_CATEGORIES,
  auditActionsOf,
  type AuditAction,
  type AuditCategory,
} from '../../../../shared/audit-actions'
import type { AuditFilter, AuditOutcome } from '../../../../shared/contract/audit'
import { DateField, isDay } from '../../ui/date-field'
import classes from './audit.module.css'
import { OUTCOMES } from './words'

/** Days as typed, e.g. 2026-03-09; empty for all. */
export type Days = { from: string; to: string }

/** Local midnight of a day, `days` later; null for none. */
export function startOf(day: string, days = 0): number | null {
  if (!isDay(day)) return null
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + days).getTime()
}

const CATEGORIES = Object.entries(AUDIT_CATEGORIES).map(([value, label]) => ({ value, label }))
const OUTCOME_CHOICES = Object.entries(OUTCOMES).map(([value, label]) => ({ value, label }))

const ENDS = [
  ['from', 'From'],
  ['to', 'To'],
] as const

type Props = {
  filter: AuditFilter
  days: Days
  people: readonly { id: string; displayName: string }[]
  change: (filter: AuditFilter) => void
  changeDays: (days: Days) => void
}

export function Filters({ filter, days, people, change, changeDays }: Props) {
  const actions = filter.category
    ? auditActionsOf(filter.category)
    : (Object.keys(AUDIT_ACTIONS) as AuditAction[])
  // The list may be wider than its field: no label breaks.
  const common = {
    size: 'xs',
    clearable: true,
    comboboxProps: { width: 'max-content', position: 'bottom-start' },
  } as const
  return (
    <div className={classes.filters} role="search" aria-label="Audit record">
      <Select
        {...common}
        aria-label="Person"
        placeholder="Anybody"
        searchable
        data={[
          { value: 'nobody', label: 'Nobody signed in' },
          ...people.map(({ id, displayName }) => ({ value: id, label: displayName })),
        ]}
        value={filter.personId}
        onChange={(personId) => change({ ...filter, personId })}
      />
      <TextInput
        size="xs"
        aria-label="Patient"
        placeholder="Any patient"
        value={filter.patient}
        onChange={(event) => change({ ...filter, patient: event.currentTarget.value })}
      />
      <Select
        {...common}
        aria-label="About"
        placeholder="About anything"
        data={CATEGORIES}
        value={filter.category}
        onChange={(category) =>
          change({ ...filter, category: category as AuditCategory | null, action: null })
        }
      />
      <Select
        {...common}
        aria-label="Action"
        placeholder="Any action"
        searchable
        data={actions.map((value) => ({ value, label: AUDIT_ACTIONS[value].says }))}
        value={filter.action}
        onChange={(action) => change({ ...filter, action })}
      />
      <Select
        {...common}
        aria-label="Outcome"
        placeholder="Any outcome"
        data={OUTCOME_CHOICES}
        value={filter.outcome}
        onChange={(outcome) => change({ ...filter, outcome: outcome as AuditOutcome | null })}
      />
      <div className={classes.days}>
        {ENDS.map(([end, label]) => (
          <Fragment key={end}>
            <span aria-hidden>{label}</span>
            <DateField
              size="xs"
              past
              aria-label={label}
              value={days[end]}
              onChange={(day) => changeDays({ ...days, [end]: day })}
            />
          </Fragment>
        ))}
      </div>
    </div>
  )
}
