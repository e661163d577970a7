/** How backups are told of. Pure. */
import type { BackupProved } from '../../../../shared/contract/backups'
import { counted } from '../../../../shared/plural'

/** What was proved, in one sentence; and what there is to look at beside it, if anything. */
export function provedWords(
  { madeAt, rows, tables, auditProblems, opensForPerson }: BackupProved,
  locale: string,
) {
  const until = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' }).format(madeAt)
  const all = `all ${rows.toLocaleString(locale)} rows of ${counted(tables, 'table')} are as they were`
  const audit = auditProblems === 0 ? ', its audit record is unbroken' : ''
  const opens = opensForPerson ? ', and you could sign in to it' : ''
  const beside = [
    auditProblems > 0 &&
      `Its audit record has ${counted(auditProblems, 'place')} that ${auditProblems === 1 ? 'does' : 'do'} not fit, as the records had when it was made.`,
    !opensForPerson && 'Your account is not in it, or had another key then.',
  ].filter((words) => words !== false)
  return {
    sentence: `This backup is good: everything up to ${until}. It opens, ${all}${audit}${opens}.`,
    beside,
  }
}
