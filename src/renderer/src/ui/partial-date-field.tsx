/**
 * A date as far as it is known: a year, a month or a day. Its value is 1998, 1998-05 or 1998-05-03 once that is clear,
 * and until then the text as it was typed.
 */
import { TextInput, type TextInputProps } from '@mantine/core'
import { useState } from 'react'
import { localDay } from '../../../shared/day'
import { isPartialDay, typedPartialDay, writePartialDay } from '../../../shared/partial-date'
import { useLocale } from './use-locale'
import { useNow } from './use-now'

type Props = Omit<TextInputProps, 'value' | 'onChange' | 'type'> & {
  value: string
  onChange: (value: string) => void
}

export function PartialDateField({ value, onChange, ...rest }: Props) {
  const locale = useLocale()
  const today = localDay(useNow(60_000))
  const shownFor = (date: string) => (isPartialDay(date) ? writePartialDay(date, locale) : date)
  const [text, setText] = useState(() => shownFor(value))
  /** What this field has told last; anything else came from outside. */
  const [told, setTold] = useState(value)
  if (told !== value) {
    setTold(value)
    setText(shownFor(value))
  }
  const type = (typed: string) => {
    setText(typed)
    const next = typedPartialDay(typed, locale, today) ?? typed.trim()
    setTold(next)
    onChange(next)
  }
  return (
    <TextInput
      {...rest}
      value={text}
      onChange={(event) => type(event.currentTarget.value)}
      onBlur={() => setText(shownFor(value))}
      autoComplete="off"
      spellCheck={false}
      maxLength={40}
    />
  )
}
