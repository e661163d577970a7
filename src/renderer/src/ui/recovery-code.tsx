import type { Person } from '../../../shared/contract/people'
import { CodeSheet } from './code-sheet'
import { formatDay } from './format'
import { useLocale } from './use-locale'
import { useNow } from './use-now'

/** A recovery code with what it is for; on paper it also says whose it is. */
export function RecoveryCode({ code, person }: { code: string; person: Person }) {
  const today = formatDay(useNow(60_000), useLocale())
  return (
    <CodeSheet
      title="Yarrow recovery code"
      what="recovery code"
      codes={[code]}
      facts={[person.displayName, `Username ${person.username}`, person.practiceName, today]}
    >
      Opens your account if you forget your password, and keeps your Fullscript connection. Whoever has it can
      sign in as you. It works once and is then replaced.
    </CodeSheet>
  )
}
