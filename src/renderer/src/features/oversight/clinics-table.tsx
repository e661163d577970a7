/** Where the practice's app works through clinics: which are connected, since when, what is left to do, and their end. */
import { plural } from '../../../../shared/plural'
import { Button, Text } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import type { ConnectedClinic } from '../../../../shared/contract/fullscript'
import { purposeOf } from '../../../../shared/scopes'
import { DataList } from '../../ui/data-list'
import { Day } from '../../ui/day'
import { BadIcon, GoodIcon, WarningIcon } from '../../ui/icons'
import { DisconnectInRow } from './disconnect-in-row'
import classes from './everybody.module.css'
import { LastUsed } from './last-used'

type Props = {
  clinics: readonly ConnectedClinic[]
  busy: boolean
  disconnect: (clinic: ConnectedClinic) => void
}

const nameOf = ({ name }: ConnectedClinic) => name || 'Fullscript clinic'

export function ClinicsTable({ clinics, busy, disconnect }: Props) {
  const [asked, setAsked] = useState<string | null>(null)
  return (
    <section className={classes.clinics} aria-label="Clinics">
      <DataList
        label="Connected clinics"
        place="frame"
        rows={clinics}
        keyOf={({ clinicId }) => clinicId}
        empty={<Text size="sm">No clinic is connected, so nobody can work with Fullscript.</Text>}
        columns={[
          {
            ...{ key: 'clinic', head: 'Clinic', width: '20%', names: true },
            cell: (clinic) => (
              <span className={classes.two}>
                <span className="whole">{nameOf(clinic)}</span>
                <small
                  className={`${classes.quiet ?? ''} ${classes.id ?? ''} clip`}
                  title={`Fullscript ID ${clinic.clinicId}`}
                >
                  {clinic.clinicId}
                </small>
              </span>
            ),
          },
          {
            ...{ key: 'by', head: 'Connected by', width: '22%' },
            cell: ({ connectedByName }) => <span className="whole">{connectedByName}</span>,
          },
          {
            ...{ key: 'since', head: 'Since', width: '12%', figures: true },
            cell: ({ connectedAt }) => <Day at={connectedAt} />,
          },
          {
            ...{ key: 'used', head: 'Last used', width: '12%', figures: true },
            cell: ({ lastUsedAt }) => <LastUsed at={lastUsedAt} />,
          },
          { key: 'todo', head: 'To do', cell: (clinic) => <ToDo clinic={clinic} /> },
          {
            ...{ key: 'disconnect', head: 'Disconnect', offscreen: true, width: 196, end: true },
            cell: (clinic) => (
              <DisconnectInRow
                name={nameOf(clinic)}
                asked={asked === clinic.clinicId}
                ask={(open) => setAsked(open ? clinic.clinicId : null)}
                busy={busy}
                disconnect={() => {
                  setAsked(null)
                  disconnect(clinic)
                }}
              />
            ),
          },
        ]}
      />
      <div className={classes.buttons}>
        <Button component={Link} to="/fullscript/clinics" variant="default">
          Open clinics and people
        </Button>
      </div>
    </section>
  )
}

function ToDo({ clinic: { state, toReauthorize, missingScopes } }: { clinic: ConnectedClinic }) {
  if (state === 'reconnect-needed')
    return (
      <span className={classes.todo} data-tone="bad">
        <BadIcon size={15} aria-hidden /> Connect again: Fullscript ended it
      </span>
    )
  if (toReauthorize)
    return (
      <span className={classes.todo} data-tone="warn">
        <WarningIcon size={15} aria-hidden /> Still to connect again
      </span>
    )
  if (missingScopes.length === 0)
    return (
      <span className={classes.todo} data-tone="good">
        <GoodIcon size={15} aria-hidden /> Nothing
      </span>
    )
  const count = missingScopes.length
  return (
    <span className={classes.todo} data-tone="warn" title={missingScopes.map(purposeOf).join(', ')}>
      <WarningIcon size={15} aria-hidden />
      <span className={classes.two}>
        <span>{`Lacks ${plural(count, 'a permission', `${count} permissions`)}`}</span>
        <small className={`${classes.quiet ?? ''} ${classes.id ?? ''} clip`}>{missingScopes.join(' ')}</small>
      </span>
    </span>
  )
}
