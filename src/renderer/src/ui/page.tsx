/** A page of text and fields: its title, what belongs beside it, and a column that is comfortable to read. */
import { Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './page.module.css'

type Props = { title: string; intro?: ReactNode; actions?: ReactNode; wide?: boolean; children: ReactNode }

export function Page({ title, intro, actions, wide = false, children }: Props) {
  return (
    <div className={`${classes.scroll ?? ''} inner-ring`} tabIndex={0} role="region" aria-label={title}>
      <div className={classes.page} data-wide={wide}>
        <header className={classes.header}>
          <div>
            <Title order={1}>{title}</Title>
            {intro !== undefined && (
              <Text c="dimmed" size="md" maw={640}>
                {intro}
              </Text>
            )}
          </div>
          {actions !== undefined && <div className={classes.actions}>{actions}</div>}
        </header>
        {children}
      </div>
    </div>
  )
}

/** A part of a page with a heading of its own. */
export function Section({
  title,
  intro,
  children,
}: {
  title: string
  intro?: ReactNode
  children: ReactNode
}) {
  return (
    <section className={classes.section}>
      <Title order={2}>{title}</Title>
      {intro !== undefined && (
        <Text size="sm" c="dimmed" component="div">
          {intro}
        </Text>
      )}
      {children}
    </section>
  )
}
