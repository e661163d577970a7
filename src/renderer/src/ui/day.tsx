/** A day in a table; the time of day is told to whoever asks for it. */
import { dateAt } from '../../../shared/day'
import { formatDay, formatMoment } from './format'
import { useLocale } from './use-locale'

/** `at`: epoch milliseconds. */
export function Day({ at }: { at: number }) {
  const locale = useLocale()
  return (
    <time dateTime={dateAt(at).toISOString()} title={formatMoment(at, locale)}>
      {formatDay(at, locale)}
    </time>
  )
}
