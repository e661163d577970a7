/** What the tabs of a chart that list clinical entries have in common: a head with what can be done, and framed lists. */
import type { ReactNode } from 'react'
import { Title } from '@mantine/core'
import classes from './chart-tab.module.css'

type TabProps = { label: string; title: string; actions?: ReactNode; children: ReactNode }

/** `label`: the tab's own name; `title`: what it lists. The head stands whether or not the entries are there yet. */
export function ChartTab({ label, title, actions, children }: TabProps) {
  return (
    <section className={`${classes.tab ?? ''} inner-ring`} aria-label={label} tabIndex={0}>
      <div className={classes.head}>
        <Title order={2}>{title}</Title>
        {actions}
      </div>
      {children}
    </section>
  )
}

/** Its rows are `li`. */
export function EntryList({ label, children }: { label?: string; children: ReactNode }) {
  return (
    <ul className={classes.list} aria-label={label}>
      {children}
    </ul>
  )
}
