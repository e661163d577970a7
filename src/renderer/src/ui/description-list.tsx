/** Labels and values, read-only. */
import type { ReactNode } from 'react'
import classes from './description-list.module.css'

export type Description = { label: string; value: ReactNode; mono?: boolean }

export function DescriptionList({ rows }: { rows: readonly Description[] }) {
  return (
    <dl className={classes.list}>
      {rows.map(({ label, value, mono }) => (
        <div className={classes.row} key={label}>
          <dt>{label}</dt>
          <dd data-mono={mono === true}>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
