/**
 * Codes that are shown this once: to copy, or to print on a sheet of their own (the style sheet hides everything else).
 */
import { Button, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
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
              <code data-testid="code">{code}</code>
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
