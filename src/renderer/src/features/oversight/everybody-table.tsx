/** The overview as a table: dense, sortable by its heads, with the end of a connection in its row. */
import { plural } from '../../../../shared/plural'
import { UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import type { Overview, OverviewRow } from '../../../../shared/contract/fullscript'
import { purposeOf } from '../../../../shared/scopes'
import { usePerson } from '../../data/person'
import { Day } from '../../ui/day'
import { isolated } from '../../ui/format'
import { BadIcon, GoodIcon, SortDownIcon, SortUpIcon, WarningIcon } from '../../ui/icons'
import { PersonAvatar } from '../../ui/person-avatar'
import { DisconnectInRow } from './disconnect-in-row'
import classes from './everybody.module.css'
import { sortRows, standing, type Column, type Order } from './sort-rows'

const COLUMNS: { column: Column; label: string }[] = [
  { column: 'name', label: 'Person' },
  { column: 'state', label: 'Connection' },
  { column: 'since', label: 'Since' },
  { column: 'used', label: 'Last used' },
  { column: 'todo', label: 'To do' },
]

type Props = {
  overview: Overview
  busy: boolean
  disconnect: (personId: string, name: string) => void
}

export function EverybodyTable({ overview, busy, disconnect }: Props) {
  const [order, setOrder] = useState<Order>({ column: 'name', descending: false })
  const [asked, setAsked] = useState<string | null>(null)
  const sort = (column: Column) =>
    setOrder((before) => ({
      column,
      descending: before.column === column && !before.descending,
    }))
  return (
    <div className={classes.frame} data-scrolls-sideways>
      <table className={classes.table} aria-label="Everybody’s connections">
        <thead>
          <tr>
            {COLUMNS.map(({ column, label }) => (
              <Head key={column} label={label} column={column} order={order} sort={sort} />
            ))}
            <th>
              <span className="offscreen">Disconnect</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sortRows(overview.people, order).map((row) => (
            <Row
              key={row.personId}
              row={row}
              busy={busy}
              asked={asked === row.personId}
              ask={(open) => setAsked(open ? row.personId : null)}
              disconnect={() => {
                setAsked(null)
                disconnect(row.personId, row.displayName)
              }}
            />
          ))}
        </tbody>
      </table>
    </div>
  )
}

type HeadProps = { label: string; column: Column; order: Order; sort: (column: Column) => void }

function Head({ label, column, order, sort }: HeadProps) {
  const sorted = order.column === column
  const Arrow = order.descending ? SortDownIcon : SortUpIcon
  return (
    <th aria-sort={sorted ? (order.descending ? 'descending' : 'ascending') : 'none'}>
      <UnstyledButton className={classes.head} onClick={() => sort(column)}>
        {label}
        <Arrow size={12} aria-hidden className={sorted ? '' : classes.unsorted} />
      </UnstyledButton>
    </th>
  )
}

type RowProps = {
  row: OverviewRow
  busy: boolean
  asked: boolean
  ask: (open: boolean) => void
  disconnect: () => void
}

function Row({ row, busy, asked, ask, disconnect }: RowProps) {
  const self = usePerson().id === row.personId
  const { connection, displayName } = row
  return (
    <tr data-standing={standing(row)}>
      <th scope="row">
        <div className={classes.person}>
          <PersonAvatar name={displayName} size={26} />
          <span className={classes.two}>
            <span className="whole">
              <bdi>{displayName}</bdi>
              {self && <span className={classes.quiet}> (you)</span>}
            </span>
            <small className={classes.quiet}>
              {row.roleName}
              {!row.active && ', not active'}
            </small>
          </span>
        </div>
      </th>
      <td>{connection ? <Account connection={connection} /> : <Unconnected row={row} self={self} />}</td>
      <td className="figures">{connection && <Day at={connection.connectedAt} />}</td>
      <td className="figures">
        {connection &&
          (connection.lastUsedAt === null ? (
            <span className={classes.quiet}>Not yet</span>
          ) : (
            <Day at={connection.lastUsedAt} />
          ))}
      </td>
      <td>
        <ToDo row={row} />
      </td>
      <td className={classes.act}>
        {connection && (
          <DisconnectInRow name={displayName} asked={asked} ask={ask} busy={busy} disconnect={disconnect} />
        )}
      </td>
    </tr>
  )
}

const TYPES = { Practitioner: 'Practitioner', Staff: 'Office staff', Clinic: 'Clinic' } as const

function Account({ connection }: { connection: NonNullable<OverviewRow['connection']> }) {
  const { owner } = connection
  const type = TYPES[owner.type]
  const name = owner.name === '' ? `Fullscript ${type}` : owner.name
  return (
    <span className={classes.two}>
      <span
        className="whole"
        title={owner.clinicName === '' ? name : `${isolated(name)}, ${isolated(owner.clinicName)}`}
      >
        <bdi>{name}</bdi> <span className={classes.quiet}>{type}</span>
      </span>
      <small
        className={`${classes.quiet ?? ''} ${classes.id ?? ''} clip`}
        title={`Fullscript ID ${owner.id}`}
      >
        {owner.id}
      </small>
    </span>
  )
}

function Unconnected({ row, self }: { row: OverviewRow; self: boolean }) {
  if (row.pendingRevocations === 0) return <span className={classes.quiet}>Not connected</span>
  return (
    <span className={classes.two}>
      <span>Ended here</span>
      <small className={classes.quiet}>
        {self ? 'Fullscript has not confirmed it yet' : 'Fullscript is told at their next sign-in'}
      </small>
    </span>
  )
}

/** What the person still has to do; an administrator cannot do it for anybody. */
function ToDo({ row }: { row: OverviewRow }) {
  switch (standing(row)) {
    case 'lost':
      return (
        <span className={classes.todo} data-tone="bad">
          <BadIcon size={15} aria-hidden /> Connect again: Fullscript ended it
        </span>
      )
    case 'asked':
      return (
        <span className={classes.todo} data-tone="warn">
          <WarningIcon size={15} aria-hidden /> Still to connect again
        </span>
      )
    case 'lacking': {
      const scopes = row.connection?.missingScopes ?? []
      return (
        <span className={classes.todo} data-tone="warn" title={scopes.map(purposeOf).join(', ')}>
          <WarningIcon size={15} aria-hidden />
          <span className={classes.two}>
            <span>{`Lacks ${plural(scopes.length, 'a permission', `${scopes.length} permissions`)}`}</span>
            <small className={`${classes.quiet ?? ''} ${classes.id ?? ''} clip`}>{scopes.join(' ')}</small>
          </span>
        </span>
      )
    }
    case 'good':
      return (
        <span className={classes.todo} data-tone="good">
          <GoodIcon size={15} aria-hidden /> Nothing
        </span>
      )
    case 'none':
      return null
  }
}
