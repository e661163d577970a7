/** Everybody's connection to Fullscript: who is connected as whom, what is missing, and how to end it. No token. */
import { plural } from '../../../../shared/plural'
import { Button, Text } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Link } from 'react-router'
import type { ConnectedClinic, Ending, Overview } from '../../../../shared/contract/fullscript'
import { keys, useOverview } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { EmptyState } from '../../ui/empty-state'
import { FailureNotice } from '../../ui/failure-notice'
import { formatDay } from '../../ui/format'
import { SettingsIcon } from '../../ui/icons'
import { Lines } from '../../ui/lines'
import { Notice } from '../../ui/notice'
import { Page } from '../../ui/page'
import { useLocale } from '../../ui/use-locale'
import { ClinicsTable } from './clinics-table'
import { EverybodyTable } from './everybody-table'
import classes from './everybody.module.css'

const INTRO =
  'Each person works with an account of their own. You see who is connected and can end it; nobody but the person can use it.'

const CLINIC_INTRO =
  'Everybody works through the clinics that are connected here, each as a Fullscript user of their own.'

export function Everybody() {
  const overview = useOverview()
  const intro = overview.value?.authorization === 'clinic' ? CLINIC_INTRO : INTRO
  return (
    <Page title="Everybody" intro={intro} wide>
      {overview.failure ? (
        <FailureNotice
          failure={overview.failure}
          action={<Button onClick={overview.again}>Try again</Button>}
        />
      ) : overview.value === undefined ? (
        <Lines count={6} height={32} />
      ) : overview.value.environment === null ? (
        <EmptyState
          icon={<SettingsIcon size={20} />}
          title="Fullscript is not set up for this practice yet"
          action={
            <Button component={Link} to="/fullscript/settings">
              Open Fullscript settings
            </Button>
          }
        >
          Once the app settings are entered, everybody can connect, and stands here.
        </EmptyState>
      ) : (
        <Connections overview={overview.value} />
      )}
    </Page>
  )
}

const SAID: Record<Ending, string> = {
  done: 'Fullscript has confirmed that the connection is ended.',
  pending: 'It is already unusable here. Yarrow tells Fullscript as soon as it can be reached.',
  'at-next-sign-in':
    'It is unusable here from now on. Only the person’s own password opens what Fullscript has to be told, so Fullscript is told when the person signs in next. To end it there at once, the person can do so in Fullscript.',
}

function Connections({ overview }: { overview: Overview }) {
  const cache = useQueryClient()
  const locale = useLocale()
  const { authorization, clinics, people, scopesAddedAt } = overview
  const connected = [...clinics, ...people.flatMap(({ connection }) => connection ?? [])]
  const colleagues = connected.length > clinics.length
  // Their own connections of before, or what Fullscript has not heard of yet.
  const shown = people.filter(({ connection, pendingRevocations }) => connection || pendingRevocations > 0)
  const throughClinics = authorization === 'clinic'
  const [said, setSaid] = useState<{ title: string; text: string } | null>(null)
  const again = () => void cache.invalidateQueries({ queryKey: keys.overview })
  const one = useAction(async (bridge, { personId, name }: { personId: string; name: string }) => {
    const result = await bridge.fullscript.disconnectPerson({ personId })
    if (result.ok) setSaid({ title: `${name}’s connection is ended`, text: SAID[result.value.revoked] })
    again()
    return result
  })
  const clinic = useAction(async (bridge, { clinicId, name }: ConnectedClinic) => {
    const result = await bridge.clinics.disconnect({ clinicId })
    if (result.ok)
      setSaid({ title: `${name || 'The clinic'} is disconnected`, text: SAID[result.value.revoked] })
    again()
    return result
  })
  const everyone = useAction(async (bridge) => {
    const result = await bridge.fullscript.disconnectEveryone()
    if (result.ok) {
      const { ended } = result.value
      const title = plural(ended, 'One connection is ended', `${ended} connections are ended`)
      setSaid({ title, text: SAID[colleagues ? 'at-next-sign-in' : 'pending'] })
    }
    again()
    return result
  })
  const failure = one.failure ?? clinic.failure ?? everyone.failure
  const busy = one.pending || clinic.pending || everyone.pending
  const waiting = connected.filter(({ toReauthorize }) => toReauthorize)
  return (
    <>
      {scopesAddedAt !== null && (
        <Text size="sm" data-testid="reauthorized">
          Scopes were added on {formatDay(scopesAddedAt, locale)}.{' '}
          {waiting.length === 0
            ? 'Everybody has connected again since.'
            : `${connected.length - waiting.length} of ${connected.length} connected again; ${waiting.length} still to go.`}
        </Text>
      )}
      {said && (
        <Notice tone="good" title={said.title}>
          {said.text}
        </Notice>
      )}
      {failure && <FailureNotice failure={failure} />}
      {(throughClinics || clinics.length > 0) && (
        <ClinicsTable clinics={clinics} busy={busy} disconnect={(ended) => void clinic.run(ended)} />
      )}
      {(!throughClinics || shown.length > 0) && (
        <EverybodyTable
          overview={throughClinics ? { ...overview, people: shown } : overview}
          busy={busy}
          disconnect={(personId, name) => void one.run({ personId, name })}
        />
      )}
      {connected.length > 0 && (
        <DisconnectEveryone
          count={connected.length}
          clinics={clinics.length > 0}
          busy={everyone.pending}
          run={() => void everyone.run(undefined)}
        />
      )}
    </>
  )
}

type DisconnectProps = { count: number; clinics: boolean; busy: boolean; run: () => void }

/** One question, in place; for a lost computer or a secret that got out. */
function DisconnectEveryone({ count, clinics, busy, run }: DisconnectProps) {
  const [asked, setAsked] = useState(false)
  return (
    <section className={classes.all} aria-label="Disconnect everybody">
      <Text size="sm" c="dimmed">
        Ends every connection here at once, yours included. Plans in the chart stay, and everybody can connect
        again.
      </Text>
      <div className={classes.buttons}>
        {asked ? (
          <>
            <Button
              color="red.9"
              loading={busy}
              autoFocus
              onClick={() => {
                setAsked(false)
                run()
              }}
            >
              {count > 1
                ? `Disconnect all ${count}`
                : clinics
                  ? 'Disconnect the clinic'
                  : 'Disconnect one person'}
            </Button>
            <Button variant="default" onClick={() => setAsked(false)}>
              Stay connected
            </Button>
          </>
        ) : (
          <Button variant="default" onClick={() => setAsked(true)} loading={busy}>
            Disconnect everybody
          </Button>
        )}
      </div>
    </section>
  )
}
