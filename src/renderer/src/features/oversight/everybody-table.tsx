/** The overview as a table: sortable by its heads, with the end of a connection in its row. */
import { plural } from '../../../../shared/plural'
import { useState } from 'react'
import type { Overview, OverviewRow } from '../../../../shared/contract/fullscript'
import { purposeOf } from '../../../../shared/scopes'
import { usePerson } from '../../data/person'
import { DataList, type Order } from '../../ui/data-list'
import { Day } from '../../ui/day'
import { isolated } from '../../ui/format'
import { BadIcon, GoodIcon, WarningIcon } from '../../ui/icons'
import { PersonAvatar } from '../../ui/person-avatar'
import { DisconnectInRow } from './disconnect-in-row'
import classes from './everybody.module.css'
import { LastUsed } from './last-used'
import { sortRows, connectionState, type SortKey } from './sort-rows'

type Props = {
  overview: Overview
  busy: boolean
  disconnect: (personId: string, name: string) => void
}

export function EverybodyTable({ overview, busy, disconnect }: Props) {
  const [order, setOrder] = useState<Order<SortKey>>({ column: 'name', descending: false })
  const [asked, setAsked] = useState<string | null>(null)
  const { id: self } = usePerson()
  const sorts = 'ascending' as const
  return (
    <DataList<OverviewRow, SortKey | 'disconnect'>
      label="Everybody’s connections"
      place="frame"
      rows={sortRows(overview.people, order)}
      keyOf={({ personId }) => personId}
      order={order}
      setOrder={(next) => setOrder(next as Order<SortKey>)}
      columns={[
        {
          ...{ key: 'name', head: 'Person', width: '20%', names: true, sorts },
          cell: (row) => <Who row={row} self={row.personId === self} />,
        },
        {
          ...{ key: 'state', head: 'Connection', width: '22%', sorts },
          cell: (row) =>
            row.connection ? (
              <Account connection={row.connection} />
            ) : (
              <Unconnected row={row} self={row.personId === self} />
            ),
        },
        {
          ...{ key: 'since', head: 'Since', width: '12%', figures: true, sorts },
          cell: ({ connection }) => connection && <Day at={connection.connectedAt} />,
        },
        {
          ...{ key: 'used', head: 'Last used', width: '12%', figures: true, sorts },
          cell: ({ connection }) => connection && <LastUsed at={connection.lastUsedAt} />,
        },
        { ...{ key: 'todo', head: 'To do', sorts }, cell: (row) => <ToDo row={row} /> },
        {
          ...{ key: 'disconnect', head: 'Disconnect', offscreen: true, width: 196, end: true },
          cell: ({ personId, displayName, connection }) =>
            connection && (
              <DisconnectInRow
                name={displayName}
                asked={asked === personId}
                ask={(open) => setAsked(open ? personId : null)}
                busy={busy}
                disconnect={() => {
                  setAsked(null)
                  disconnect(personId, displayName)
                }}
              />
            ),
        },
      ]}
    />
  )
}

function Who({ row, self }: { row: OverviewRow; self: boolean }) {
  const { displayName, roleName, active } = row
  return (
    <div className={classes.person}>
      <PersonAvatar name={displayName} size={26} />
      <span className={classes.two}>
        <span className="whole">
          <bdi>{displayName}</bdi>
          {self && <span className={classes.quiet}> (you)</span>}
        </span>
        <small className={classes.quiet}>
          {roleName}
          {!active && ', not active'}
        </small>
      </span>
    </div>
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
  switch (connectionState(row)) {
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
