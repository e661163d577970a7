/**
 * A day, typed as people type days or chosen from a calendar (Alt+Down). Its value is YYYY-MM-DD once that is clear, and
 * until then the text as it was typed.
 */
import { ActionIcon, Popover, TextInput, type TextInputProps } from '@mantine/core'
import { useRef, useState, type KeyboardEvent } from 'react'
import { localDay } from '../../../shared/day'
import { dateHint, typedDay, writeDate } from '../../../shared/typed-date'
import { Calendar } from './calendar'
import { CalendarIcon } from './icons'
import { useLocale } from './use-locale'
import { useNow } from './use-now'

export const isDay = (value: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(value)

type Props = Omit<TextInputProps, 'value' | 'onChange' | 'min' | 'max' | 'type'> & {
  /** YYYY-MM-DD; or what was typed and is no day; empty for none. */
  value: string
  onChange: (value: string) => void
  /** The day has been: 88 is then 1988. */
  past?: boolean
  /** First and last day of the calendar, YYYY-MM-DD. What is typed is for the form to judge. */
  min?: string
  max?: string
}

export function DateField({ value, onChange, past = false, min, max, readOnly, error, ...rest }: Props) {
  const locale = useLocale()
  const today = localDay(useNow(60_000))
  const shownFor = (day: string) => (isDay(day) ? writeDate(day, locale) : day)
  const [text, setText] = useState(() => shownFor(value))
  /** What this field has told last; anything else came from outside. */
  const [told, setTold] = useState(value)
  if (told !== value) {
    setTold(value)
    setText(shownFor(value))
  }
  const [opened, setOpened] = useState(false)
  const [left, setLeft] = useState(true)

  const tell = (next: string) => {
    setTold(next)
    onChange(next)
  }
  const type = (typed: string) => {
    setText(typed)
    setLeft(false)
    const day = typedDay(typed, { locale, today, past })
    tell(day.ok ? day.day : typed.trim())
  }
  const leave = () => {
    setLeft(true)
    setText(shownFor(value))
  }
  const input = useRef<HTMLInputElement>(null)
  const close = () => {
    setOpened(false)
    input.current?.focus()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' || !event.altKey || readOnly) return
    event.preventDefault()
    setOpened(true)
  }
  const unclear = left && value !== '' && !isDay(value)
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      trapFocus
      closeOnEscape={false}
      // A text field cannot be expanded: the button in it says so, and the calendar what it is.
      withRoles={false}
      position="bottom-start"
      shadow="md"
    >
      <Popover.Target>
        <TextInput
          {...rest}
          ref={input}
          value={text}
          onChange={(event) => type(event.currentTarget.value)}
          onBlur={leave}
          onKeyDown={onKeyDown}
          readOnly={readOnly}
          error={error ?? (unclear && `Enter a date such as ${writeDate('1984-03-09', locale)}`)}
          placeholder={dateHint(locale)}
          autoComplete="off"
          spellCheck={false}
          maxLength={40}
          aria-keyshortcuts="Alt+ArrowDown"
          rightSection={
            !readOnly && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                tabIndex={-1}
                aria-label="Choose from a calendar"
                aria-haspopup="dialog"
                aria-expanded={opened}
                onClick={() => setOpened(!opened)}
              >
                <CalendarIcon size={16} stroke={1.7} />
              </ActionIcon>
            )
          }
        />
      </Popover.Target>
      <Popover.Dropdown role="dialog" aria-label="Choose a date" p={8}>
        <Calendar
          day={isDay(value) ? value : today}
          min={min ?? null}
          max={max ?? null}
          cancel={close}
          choose={(day) => {
            setText(shownFor(day))
            setLeft(true)
            tell(day)
            close()
          }}
        />
      </Popover.Dropdown>
    </Popover>
  )
}
