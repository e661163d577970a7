/** One month of days, moved through by keys: arrows, Page Up and Down for months, with Shift for years. */
import { ActionIcon, Group, Text, UnstyledButton } from '@mantine/core'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { addDays, addMonths, daysInMonth, isoDay, partsOf, weekday } from '../../../shared/calendar'
import classes from './calendar.module.css'
import { formatDate } from './format'
import { BackIcon, ForwardIcon } from './icons'
import { useLocale } from './use-locale'

const WEEK = 7
/** Escape closes the calendar, and not the dialog that it stands in. */
const KEEPS_ESCAPE = { 'data-mantine-stop-propagation': 'true' }

type Props = {
  /** Where it begins, YYYY-MM-DD. */
  day: string
  min: string | null
  max: string | null
  choose: (day: string) => void
  cancel: () => void
}

export function Calendar({ day, min, max, choose, cancel }: Props) {
  const locale = useLocale()
  const within = (one: string) => (min !== null && one < min ? min : max !== null && one > max ? max : one)
  const [at, setAt] = useState(() => within(day))
  const current = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    current.current?.focus()
  }, [at])

  const firstOfWeek = firstWeekday(locale)
  const { year, month } = partsOf(at)
  const blanks = (weekday(isoDay(year, month, 1)) - firstOfWeek + WEEK) % WEEK
  const days = Array.from({ length: daysInMonth(year, month) }, (_, place) => isoDay(year, month, place + 1))
  const cells = [...Array.from({ length: blanks }, () => null), ...days]
  const weeks = Array.from({ length: Math.ceil(cells.length / WEEK) }, (_, week) =>
    cells.slice(week * WEEK, (week + 1) * WEEK),
  )
  const intoWeek = (weekday(at) - firstOfWeek + WEEK) % WEEK

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.preventDefault()
      cancel()
      return
    }
    const to = {
      ArrowLeft: () => addDays(at, -1),
      ArrowRight: () => addDays(at, 1),
      ArrowUp: () => addDays(at, -WEEK),
      ArrowDown: () => addDays(at, WEEK),
      Home: () => addDays(at, -intoWeek),
      End: () => addDays(at, WEEK - 1 - intoWeek),
      PageUp: () => addMonths(at, event.shiftKey ? -12 : -1),
      PageDown: () => addMonths(at, event.shiftKey ? 12 : 1),
    }[event.key]
    if (!to) return
    event.preventDefault()
    setAt(within(to()))
  }
  const step = (label: string, months: number, Icon: typeof BackIcon) => (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      {...KEEPS_ESCAPE}
      aria-label={label}
      onClick={() => setAt(within(addMonths(at, months)))}
    >
      <Icon size={16} stroke={1.7} />
    </ActionIcon>
  )
  return (
    <div className={classes.calendar} onKeyDown={onKeyDown}>
      <Group justify="space-between" gap={4} wrap="nowrap">
        {step('Month before', -1, BackIcon)}
        <Text size="sm" fw={600} aria-live="polite">
          {monthName(year, month, locale)}
        </Text>
        {step('Next month', 1, ForwardIcon)}
      </Group>
      <table role="grid" aria-label={monthName(year, month, locale)}>
        <thead>
          <tr>
            {Array.from({ length: WEEK }, (_, place) => (place + firstOfWeek) % WEEK).map((one) => (
              <th key={one} scope="col" abbr={weekdayName(one, locale, 'long')}>
                {weekdayName(one, locale, 'narrow')}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week, place) => (
            <tr key={place}>
              {week.map((one, column) =>
                one === null ? (
                  <td key={column} />
                ) : (
                  <td key={column} role="gridcell" aria-selected={one === day}>
                    <UnstyledButton
                      ref={one === at ? current : undefined}
                      {...KEEPS_ESCAPE}
                      data-autofocus={one === at ? true : undefined}
                      className={classes.day}
                      tabIndex={one === at ? 0 : -1}
                      data-chosen={one === day}
                      disabled={within(one) !== one}
                      aria-label={formatDate(one, locale)}
                      onClick={() => choose(one)}
                    >
                      {partsOf(one).day}
                    </UnstyledButton>
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Noon, so that no time zone makes it another day. */
const noon = (year: number, month: number, day: number) => new Date(year, month - 1, day, 12)

const monthName = (year: number, month: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric' }).format(noon(year, month, 1))

/** 1 January 2023 was a Sunday. */
const weekdayName = (day: number, locale: string, style: 'long' | 'narrow'): string =>
  new Intl.DateTimeFormat(locale, { weekday: style }).format(noon(2023, 1, day + 1))

/** Sunday is 0; Monday where the platform does not say. */
function firstWeekday(locale: string): number {
  const known = new Intl.Locale(locale) as Intl.Locale & { getWeekInfo?: () => { firstDay: number } }
  return (known.getWeekInfo?.().firstDay ?? 1) % WEEK
}
