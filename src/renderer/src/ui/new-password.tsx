/** Choosing a password. Main says while it is typed whether it will do; the line for that is always there. */
import { PasswordInput } from '@mantine/core'
import { useEffect, useState, type KeyboardEvent } from 'react'
import type { PasswordVerdict } from '../../../shared/contract/accounts'
import { useBridge } from '../data/window-bridge'
import classes from './new-password.module.css'

const WORDS: Record<PasswordVerdict, string> = {
  'too-short': 'Too short: at least 12 characters',
  'too-long': 'Too long',
  known: 'Too easy to guess: known from leaks, or made of names',
  good: 'Good: hard to guess',
}
const ADVICE = 'At least 12 characters. A few unrelated words will do.'

const NOBODY: readonly string[] = []

/** Milliseconds without a key before main is asked. */
const PAUSE = 120

/**
 * What main thinks of a password; null while nobody knows. Not through the cache of answers, whose keys would keep
 * everything that was typed. `names`: of the practice and the person, where they are not saved yet; the same list as long
 * as they are the same.
 */
export function usePasswordVerdict(
  password: string,
  username: string,
  names: readonly string[] = NOBODY,
): PasswordVerdict | null {
  const bridge = useBridge()
  const [judged, setJudged] = useState<{ password: string; verdict: PasswordVerdict } | null>(null)
  useEffect(() => {
    if (password === '') return undefined
    let wanted = true
    const timer = setTimeout(() => {
      void bridge.accounts.checkPassword({ password, username, names: [...names] }).then((answer) => {
        if (wanted && answer.ok) setJudged({ password, verdict: answer.value })
      })
    }, PAUSE)
    return () => {
      wanted = false
      clearTimeout(timer)
    }
  }, [bridge, password, username, names])
  return judged?.password === password && password !== '' ? judged.verdict : null
}

type Props = {
  label?: string
  value: string
  onChange: (value: string) => void
  verdict: PasswordVerdict | null
  autoFocus?: boolean
}

export function NewPassword({ label = 'New password', value, onChange, verdict, autoFocus = false }: Props) {
  const [capsLock, setCapsLock] = useState(false)
  const noticeCapsLock = (event: KeyboardEvent) => setCapsLock(event.getModifierState('CapsLock'))
  const words = verdict === null ? ADVICE : WORDS[verdict]
  return (
    <PasswordInput
      label={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onKeyDown={noticeCapsLock}
      onKeyUp={noticeCapsLock}
      description={
        <span className={classes.verdict} data-verdict={verdict} role="status">
          {words}
          {capsLock && ' · Caps Lock is on'}
        </span>
      }
      inputWrapperOrder={['label', 'input', 'description']}
      autoComplete="off"
      autoFocus={autoFocus}
      required
      withAsterisk={false}
    />
  )
}
