/**
 * Codes that are shown this once: to copy, or to print on a sheet of their own (the style sheet hides everything else).
 */
import { Button, Text, Title } from '@mantine/core'
import { Fragment, type ReactNode } from 'react'
import classes from './code-sheet.module.css'
import { CopyButton } from './copy-button'
import { PrintIcon } from './icons'

type Props = {
  title: string
  /** As in "Copy recovery code". */
  what: string
  codes: readonly string[]
  /** Whose it is and until when, so that a sheet of paper says so too. */
  facts: readonly string[]
  /** What the code does and how to keep it. */
  children: ReactNode
}

/** A code is read and typed group by group: a line ends between two of them only. */
function Groups({ code }: { code: string }) {
  return code.split(/(?<=[-\s])/u).map((group, place) => (
    <Fragment key={`${String(place)} ${group}`}>
      {place > 0 && <wbr />}
      <span className={classes.group}>{group}</span>
    </Fragment>
  ))
}

export function CodeSheet({ title, what, codes, facts, children }: Props) {
  return (
    <div className={classes.whole}>
      <section className={classes.sheet} data-print aria-label={title}>
        <Title order={2} size="h3">
          {title}
        </Title>
        <ul className={classes.codes} data-many={codes.length > 1}>
          {codes.map((code) => (
            <li key={code}>
              <code data-testid="code">
                <Groups code={code} />
              </code>
            </li>
          ))}
        </ul>
        <Text size="sm" c="dimmed" component="div" className={classes.facts}>
          {facts.map((fact) => (
            <div key={fact}>{fact}</div>
          ))}
        </Text>
        <Text size="sm" component="div">
          {children}
        </Text>
      </section>
      <div className={classes.actions}>
        <CopyButton text={codes.join('\n')} what={what} />
        <Button
          variant="default"
          leftSection={<PrintIcon size={14} />}
          onClick={() => window.print()}
          aria-label={`Print ${what}`}
        >
          Print
        </Button>
      </div>
    </div>
  )
}
