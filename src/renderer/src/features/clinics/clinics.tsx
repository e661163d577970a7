/** For an app created before 26 August 2021: the clinics that are connected, and who everybody is there. */
import { Button, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import type { ClinicsOverview } from '../../../../shared/contract/clinics'
import type { ConnectedClinic } from '../../../../shared/contract/fullscript'
import { keys } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { useBridgeEvent } from '../../data/use-bridge-event'
import { useCall } from '../../data/use-call'
import { FailureNotice } from '../../ui/failure-notice'
import { formatMoment } from '../../ui/format'
import { GoodIcon, WarningIcon } from '../../ui/icons'
import { Lines } from '../../ui/lines'
import { Notice } from '../../ui/notice'
import { Page, Section } from '../../ui/page'
import { useLocale } from '../../ui/use-locale'
import { ClinicPeople } from './clinic-people'
import classes from './clinics.module.css'

const INTRO =
  'This practice’s app was created before 26 August 2021, so a clinic is connected once for everybody. Each person then works there as the Fullscript user you choose.'

export function Clinics({ connect }: { connect: ReactNode }) {
  const cache = useQueryClient()
  const overview = useCall(keys.clinics, (bridge) => bridge.clinics.overview())
  useBridgeEvent(
    (on) => on.fullscript.connectChanged,
    ({ step }) => step === 'connected' && void cache.invalidateQueries({ queryKey: keys.clinics }),
  )
  return (
    <Page title="Clinics and people" intro={INTRO} wide>
      {overview.failure ? (
        <FailureNotice
          failure={overview.failure}
          action={<Button onClick={overview.again}>Try again</Button>}
        />
      ) : overview.value ? (
        <Known overview={overview.value} connect={connect} />
      ) : (
        <Lines count={6} height={32} />
      )}
    </Page>
  )
}

function Known({ overview, connect }: { overview: ClinicsOverview; connect: ReactNode }) {
  const cache = useQueryClient()
  const [ended, setEnded] = useState<{ name: string; revoked: 'done' | 'pending' } | null>(null)
  const disconnect = useAction(async (bridge, { clinicId, name }: ConnectedClinic) => {
    const result = await bridge.clinics.disconnect({ clinicId })
    if (result.ok) setEnded({ name, revoked: result.value.revoked })
    await cache.invalidateQueries({ queryKey: keys.clinics })
    return result
  })
  const { clinics } = overview
  return (
    <>
      <Section title="Clinics">
        {ended && (
          <Notice tone="good" title={`${ended.name || 'The clinic'} is disconnected`}>
            {ended.revoked === 'done'
              ? 'Fullscript has confirmed that the connection is ended.'
              : 'It is already unusable here. Yarrow tells Fullscript as soon as it can be reached.'}
          </Notice>
        )}
        {clinics.length > 0 && (
          <ul className={classes.clinics} aria-label="Connected clinics">
            {clinics.map((clinic) => (
              <Clinic
                key={clinic.clinicId}
                clinic={clinic}
                busy={disconnect.pending}
                disconnect={() => void disconnect.run(clinic)}
              />
            ))}
          </ul>
        )}
        {disconnect.failure && <FailureNotice failure={disconnect.failure} />}
        {connect}
      </Section>
      <Section title="People">
        {clinics.length === 0 ? (
          <Text size="sm" c="dimmed">
            Connect a clinic first. Fullscript then says who works there.
          </Text>
        ) : (
          <ClinicPeople overview={overview} />
        )}
      </Section>
    </>
  )
}

function Clinic({
  clinic,
  busy,
  disconnect,
}: {
  clinic: ConnectedClinic
  busy: boolean
  disconnect: () => void
}) {
  const locale = useLocale()
  const [asked, setAsked] = useState(false)
  const name = clinic.name || 'Clinic'
  const works = clinic.state === 'connected'
  const by = clinic.connectedByName === '' ? '' : ` by ${clinic.connectedByName}`
  return (
    <li>
      {works ? (
        <GoodIcon size={18} className={classes.good} aria-label="Connected" />
      ) : (
        <WarningIcon size={18} className={classes.warn} aria-label="To be connected again" />
      )}
      <span className={classes.two}>
        <span className="whole">{name}</span>
        <small>
          {works
            ? `Connected ${formatMoment(clinic.connectedAt, locale)}${by}`
            : 'Fullscript has ended this connection. Connect the clinic again.'}
          {clinic.missingScopes.length > 0 && ` · Not granted: ${clinic.missingScopes.join(', ')}`}
        </small>
      </span>
      <span className={classes.buttons}>
        {asked ? (
          <>
            <Button size="compact-sm" color="red.9" onClick={disconnect} loading={busy} autoFocus>
              Disconnect now
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setAsked(false)}>
              Keep
            </Button>
          </>
        ) : (
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            aria-label={`Disconnect ${name}`}
            onClick={() => setAsked(true)}
          >
            Disconnect
          </Button>
        )}
      </span>
    </li>
  )
}
