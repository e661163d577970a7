/**
 * Records as a table, the same in every screen: heads that may sort, one row for each record, room while they are on
 * their way, and what stands there when there are none.
 */
import { UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './data-list.module.css'
import { SortDownIcon, SortUpIcon } from './icons'
import { Lines } from './lines'

export type Column<Row, Key extends string = string> = {
  key: Key
  head: string
  cell: (row: Row) => ReactNode
  /** The head is there for screen readers only, as over buttons. */
  offscreen?: boolean
  /** CSS; columns without one share what is left. */
  width?: number | string
  /** Says what the row is about; one column at most. */
  names?: boolean
  /** Numbers and times, which stand under each other. */
  figures?: boolean
  /** The end of the line: sizes and buttons. */
  end?: boolean
  /** Whether its head sorts, and which way first. */
  sorts?: 'ascending' | 'descending'
  className?: (row: Row) => string | undefined
  /** What a cell says in full. */
  title?: (row: Row) => string
}

export type Order<Key extends string = string> = { column: Key; descending: boolean }

type Props<Row, Key extends string> = {
  label: string
  columns: readonly Column<Row, Key>[]
  /** Undefined while they are on their way. */
  rows: readonly Row[] | undefined
  keyOf: (row: Row) => string
  /** How many rows to keep room for until they are there. */
  room?: number
  empty?: ReactNode
  order?: Order<Key> | undefined
  setOrder?: ((order: Order<Key>) => void) | undefined
  /**
   * `page`: beside other things on a page. `frame`: with a border, and scrolled sideways in a small window. `fill`: takes
   * the height that is left, and is scrolled in itself below its heads.
   */
  place?: 'page' | 'frame' | 'fill'
  /** Other rows are on their way. */
  busy?: boolean
  className?: string | undefined
}

export function DataList<Row, Key extends string = string>(props: Props<Row, Key>) {
  const { rows, room = 4, empty, place = 'page', label, busy = false, className = '' } = props
  if (rows === undefined) return <Lines count={room} height={32} />
  if (rows.length === 0 && empty !== undefined) return empty
  const look = `${classes.list ?? ''} ${className}`
  if (place === 'page') return <Rows {...props} rows={rows} className={look} />
  if (place === 'frame')
    return (
      <div className={classes.frame} data-scrolls-sideways>
        <Rows {...props} rows={rows} className={look} />
      </div>
    )
  return (
    <div
      className={`${classes.fill ?? ''} inner-ring`}
      tabIndex={0}
      role="region"
      aria-label={label}
      aria-busy={busy}
    >
      <Rows {...props} rows={rows} className={look} />
    </div>
  )
}

type RowsProps<Row, Key extends string> = Props<Row, Key> & { rows: readonly Row[] }

function Rows<Row, Key extends string>(props: RowsProps<Row, Key>) {
  const { label, columns, rows, keyOf, order, setOrder, place, className } = props
  return (
    <table className={className} aria-label={place === 'fill' ? undefined : label}>
      <thead>
        <tr>
          {columns.map((column) => (
            <Head key={column.key} column={column} order={order} setOrder={setOrder} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)}>
            {columns.map((column) => (
              <Cell key={column.key} column={column} row={row} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

type HeadProps<Row, Key extends string> = Pick<Props<Row, Key>, 'order' | 'setOrder'> & {
  column: Column<Row, Key>
}

function Head<Row, Key extends string>({ column, order, setOrder }: HeadProps<Row, Key>) {
  const { key, head, offscreen, width, end, sorts } = column
  const common = { scope: 'col', style: { width }, 'data-column': key, 'data-end': end }
  if (!sorts || !order || !setOrder)
    return <th {...common}>{offscreen ? <span className="offscreen">{head}</span> : head}</th>
  const active = order.column === key
  const Arrow = order.descending ? SortDownIcon : SortUpIcon
  const press = () =>
    setOrder({ column: key, descending: active ? !order.descending : sorts === 'descending' })
  return (
    <th {...common} aria-sort={active ? (order.descending ? 'descending' : 'ascending') : 'none'}>
      <UnstyledButton className={classes.head} data-active={active} onClick={press}>
        {head}
        <Arrow size={12} aria-hidden className={active ? '' : classes.unsorted} />
      </UnstyledButton>
    </th>
  )
}

function Cell<Row, Key extends string>({ column, row }: { column: Column<Row, Key>; row: Row }) {
  const { key, names, figures, end, className, title, cell } = column
  const common = {
    ...{ 'data-column': key, 'data-figures': figures, 'data-end': end },
    ...{ className: className?.(row), title: title?.(row) },
  }
  return names ? (
    <th scope="row" {...common}>
      {cell(row)}
    </th>
  ) : (
    <td {...common}>{cell(row)}</td>
  )
}
