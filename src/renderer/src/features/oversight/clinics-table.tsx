/** Where the practice's app works through clinics: which are connected, since when, what is left to do, and their end. */
import { plural } from '../../../../shared/plural'
import { Button, Text } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import type { ConnectedClinic } from '../../../../shared/contract/fullscript'
import { purposeOf } from '../../../../shared/scopes'
import { Day } from '../../ui/day'
import { BadIcon, GoodIcon, WarningIcon } from '../../ui/icons'
import { DisconnectInRow } from './disconnect-in-row'
import classes from './everybody.module.css'

type Props = {
  clinics: readonly ConnectedClinic[]
  busy: boolean
  disconnect: (clinic: ConnectedClinic) => void
}

const HEADS = ['Clinic', 'Connected by', 'Since', 'Last used', 'To do']

export function ClinicsTable({ clinics, busy, disconnect }: Props) {
  return (
    <section className={classes.clinics} aria-label="Clinics">
      {clinics.length === 0 ? (
        <Text size="sm">No clinic is connected, so nobody can work with Fullscript.</Text>
      ) : (
        <div className={classes.frame} data-scrolls-sideways>
          <table className={classes.table} aria-label="Connected clinics">
            <thead>
              <tr>
                {HEADS.map((label) => (
                  <th key={label} scope="col">
                    {label}
                  </th>
                ))}
                <th scope="col">
                  <span className="offscreen">Disconnect</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {clinics.map((clinic) => (
                <Row
                  key={clinic.clinicId}
                  clinic={clinic}
                  busy={busy}
                  disconnect={() => disconnect(clinic)}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div className={classes.buttons}>
        <Button component={Link} to="/fullscript/clinics" variant="default">
          Open clinics and people
        </Button>
      </div>
    </section>
  )
}

type RowProps = { clinic: ConnectedClinic; busy: boolean; disconnect: () => void }

function Row({ clinic, busy, disconnect }: RowProps) {
  const [asked, setAsked] = useState(false)
  const name = clinic.name || 'Fullscript clinic'
  return (
    <tr>
      <th scope="row">
        <span className={classes.two}>
          <span className="whole">{name}</span>
          <small
            className={`${classes.quiet ?? ''} ${classes.id ?? ''} clip`}
            title={`Fullscript ID ${clinic.clinicId}`}
          >
            {clinic.clinicId}
          </small>
        </span>
      </th>
      <td>
        <span className="whole">{clinic.connectedByName}</span>
      </td>
      <td className="figures">
        <Day at={clinic.connectedAt} />
      </td>
      <td className="figures">
        {clinic.lastUsedAt === null ? (
          <span className={classes.quiet}>Not yet</span>
        ) : (
          <Day at={clinic.lastUsedAt} />
        )}
      </td>
      <td>
        <ToDo clinic={clinic} />
      </td>
      <td className={classes.act}>
        <DisconnectInRow
          name={name}
          asked={asked}
          ask={setAsked}
          busy={busy}
          disconnect={() => {
            setAsked(false)
            disconnect()
          }}
        />
      </td>
    </tr>
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
