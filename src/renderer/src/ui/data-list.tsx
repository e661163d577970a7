/** Labels and values, read-only. */
import type { ReactNode } from 'react'
import classes from './data-list.module.css'

export type DataRow = { label: string; value: ReactNode; mono?: boolean }

export function DataList({ rows }: { rows: readonly DataRow[] }) {
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
