/** A person's own connection: who they are at Fullscript, what was granted, and how to end it. */
import { Button, Text } from '@mantine/core'
import { useState } from 'react'
import { Link } from 'react-router'
import type { Connection } from '../../../../shared/contract/fullscript'
import { SCOPES } from '../../../../shared/scopes'
import { useCan, useManages } from '../../data/person'
import { useConnection } from '../../data/queries'
import { useAction } from '../../data/use-action'
import { DescriptionList } from '../../ui/description-list'
import { EmptyState } from '../../ui/empty-state'
import { FailureNotice } from '../../ui/failure-notice'
import { formatDay, formatMoment } from '../../ui/format'
import { BadIcon, GoodIcon, SettingsIcon } from '../../ui/icons'
import { Lines } from '../../ui/lines'
import { Notice } from '../../ui/notice'
import { Page, Section } from '../../ui/page'
import { useLocale } from '../../ui/use-locale'
import { ConnectAccount } from './connect-account'
import { ThroughClinic } from './through-clinic'
import { ownerName, ownerType } from './confirm-owner'
import classes from './connect.module.css'

const INTRO = 'Every person works with an account of their own. Nobody else at this computer can use yours.'

export function MyConnection() {
  const connection = useConnection()
  return (
    <Page title="My connection" intro={INTRO}>
      {connection.failure ? (
        <FailureNotice
          failure={connection.failure}
          action={<Button onClick={connection.again}>Try again</Button>}
        />
      ) : connection.value ? (
        <Content connection={connection.value} />
      ) : (
        <Lines count={6} />
      )}
    </Page>
  )
}

function Content({ connection }: { connection: Connection }) {
  const maySet = useCan('practice:settings')
  const [ended, setEnded] = useState<'done' | 'pending' | null>(null)
  switch (connection.state) {
    case 'not-configured':
      return (
        <EmptyState
          icon={<SettingsIcon size={20} />}
          title="Fullscript is not set up for this practice yet"
          action={
            maySet && (
              <Button component={Link} to="/fullscript/settings">
                Open Fullscript settings
              </Button>
            )
          }
        >
          {maySet
            ? 'Enter the app settings once for everybody.'
            : 'Ask an administrator to enter the app settings.'}
        </EmptyState>
      )
    case 'not-connected':
      return (
        <>
          {ended && <Ended revoked={ended} />}
          <ConnectAccount quiet />
        </>
      )
    case 'clinic-not-connected':
    case 'not-mapped':
      return <ThroughClinic state={connection.state} />
    case 'connected':
      if (connection.through) return <OfClinic connection={connection} />
      return <Connected connection={connection} ended={setEnded} />
    case 'reconnect-needed':
      if (connection.through) return <OfClinic connection={connection} />
      return (
        <>
          <FailureNotice
            failure={{ code: 'fullscript-reconnect-needed' }}
            tone="warn"
            offersReconnect={false}
          />
          <ConnectAccount quiet />
          <Details connection={connection} />
          <Disconnect ended={setEnded} />
        </>
      )
  }
}

type Established = Extract<Connection, { state: 'connected' | 'reconnect-needed' }>

function Connected({
  connection,
  ended,
}: {
  connection: Established
  ended: (revoked: 'done' | 'pending') => void
}) {
  const locale = useLocale()
  const manages = useManages()
  return (
    <>
      {connection.missingScopes.length > 0 && (
        <>
          <Notice title="A permission is missing">
            The practice needs more than was granted: {connection.missingScopes.join(', ')}. Connect again to
            grant it.{' '}
            {manages
              ? 'If that does not help, allow it in Fullscript’s dashboard first.'
              : 'If that does not help, an administrator has to allow it in Fullscript’s dashboard first.'}
          </Notice>
          <ConnectAccount quiet />
        </>
      )}
      {connection.missingScopes.length === 0 && connection.scopesAddedAt !== null && (
        <>
          <Notice title="Your practice may do more with Fullscript now">
            Permissions were added on {formatDay(connection.scopesAddedAt, locale)}, after you connected.
            Connect again so that they count for you.
          </Notice>
          <ConnectAccount quiet />
        </>
      )}
      {connection.pendingRevocations > 0 && <Ended revoked="pending" />}
      <Details connection={connection} />
      <Scopes connection={connection} />
      <Disconnect ended={ended} />
    </>
  )
}

/** Of Fullscript's scopes, those that Yarrow has no use for. */
const NOT_NEEDED: Partial<Record<string, string>> = {
  'patients:order_history': 'Read what patients ordered. Not needed by Yarrow',
}

/** Every scope that was granted, also those that Yarrow does not use; and of those that it needs, the missing ones. */
function Scopes({ connection: { scopes, missingScopes } }: { connection: Established }) {
  const known = SCOPES.map(({ scope }) => scope as string)
  const others = scopes.filter((scope) => !known.includes(scope))
  return (
    <Section title="What Yarrow may do for you">
      <ul className={classes.scopes}>
        {SCOPES.map(({ scope, purpose }) => {
          const granted = scopes.includes(scope) && !missingScopes.includes(scope)
          return (
            <li key={scope}>
              {granted ? (
                <GoodIcon size={16} className={classes.granted} aria-label="Granted" />
              ) : (
                <BadIcon size={16} className={classes.missing} aria-label="Not granted" />
              )}
              {purpose}
              <code>{scope}</code>
            </li>
          )
        })}
        {others.map((scope) => (
          <li key={scope}>
            <GoodIcon size={16} className={classes.granted} aria-label="Granted" />
            {NOT_NEEDED[scope] ?? 'Not needed by Yarrow'}
            <code>{scope}</code>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** The clinic's connection serves everybody who works there, so nobody ends it from here. */
function OfClinic({ connection }: { connection: Established }) {
  return (
    <>
      {connection.state === 'reconnect-needed' && <ThroughClinic state="clinic-not-connected" />}
      <Text size="sm" c="dimmed">
        The clinic is connected for everybody. You work there as the Fullscript user that an administrator
        chose for you.
      </Text>
      <Details connection={connection} />
      <Scopes connection={connection} />
    </>
  )
}

function Details({ connection }: { connection: Established }) {
  const locale = useLocale()
  const { owner } = connection
  return (
    <DescriptionList
      rows={[
        { label: 'Connected as', value: ownerName(owner) },
        { label: 'Type', value: ownerType(owner) },
        { label: 'Clinic', value: owner.clinicName === '' ? 'Not known yet' : owner.clinicName },
        { label: 'Fullscript ID', value: owner.id, mono: true },
        {
          label: 'Clinic ID',
          value: connection.clinicId ?? 'Not known yet',
          mono: connection.clinicId !== null,
        },
        { label: 'Connected since', value: formatMoment(connection.connectedAt, locale) },
        {
          label: 'Renews itself',
          value:
            connection.accessExpiresAt === null
              ? 'Before the next use'
              : `Before ${formatMoment(connection.accessExpiresAt, locale)}`,
        },
      ]}
    />
  )
}

function Ended({ revoked }: { revoked: 'done' | 'pending' }) {
  return revoked === 'done' ? (
    <Notice tone="good" title="Disconnected">
      Fullscript has confirmed that the connection is ended.
    </Notice>
  ) : (
    <Notice title="A connection is still to be ended at Fullscript">
      It is already unusable here. Yarrow tells Fullscript as soon as it can be reached.
    </Notice>
  )
}

/** Ending a connection cannot be undone, only made again: one question, in place. */
function Disconnect({ ended }: { ended: (revoked: 'done' | 'pending') => void }) {
  const [asked, setAsked] = useState(false)
  const disconnect = useAction((bridge) => bridge.fullscript.disconnect())
  const run = () =>
    void disconnect.run(undefined).then((result) => {
      if (result.ok) ended(result.value.revoked)
    })
  return (
    <Section title="Disconnect">
      <Text size="sm" c="dimmed">
        Ends this connection here and at Fullscript. Plans already in the chart stay.
      </Text>
      <div className={classes.actions}>
        {asked ? (
          <>
            <Button color="red.9" onClick={run} loading={disconnect.pending} autoFocus>
              Disconnect now
            </Button>
            <Button variant="default" onClick={() => setAsked(false)}>
              Stay connected
            </Button>
          </>
        ) : (
          <Button variant="default" onClick={() => setAsked(true)}>
            Disconnect
          </Button>
        )}
      </div>
      {disconnect.failure && <FailureNotice failure={disconnect.failure} />}
    </Section>
  )
}
