/** What to do in Fullscript's dashboard, in the order it is done there, with everything to copy. */
import { Button, Text, Title } from '@mantine/core'
import { Fragment, type ReactNode } from 'react'
import type { EnvironmentSettings } from '../../../../shared/contract/fullscript'
import { SCOPES } from '../../../../shared/scopes'
import { useAction } from '../../data/use-action'
import { Address } from '../../ui/address'
import { CopyButton } from '../../ui/copy-button'
import { OutsideIcon } from '../../ui/icons'
import classes from './practice-settings.module.css'

export function DashboardSteps({ settings }: { settings: EnvironmentSettings }) {
  const dashboard = useAction((bridge) => bridge.app.openLink({ link: 'fullscript-dashboard' }))
  return (
    <section aria-label="Steps in Fullscript’s dashboard">
      <Title order={2} mb={12}>
        In Fullscript’s dashboard
      </Title>
      <ol className={classes.steps}>
        <Step title="Open the API dashboard and create an application">
          <div>
            <Button
              variant="default"
              leftSection={<OutsideIcon size={15} />}
              onClick={() => void dashboard.run(undefined)}
            >
              Open the dashboard
            </Button>
          </div>
        </Step>
        <Step title="Enter the redirect URI exactly like this">
          {settings.redirectUris.map((uri, place) => (
            <Fragment key={uri}>
              {place === 1 && (
                <Text size="sm" c="dimmed">
                  And this one in reserve, on a line of its own, for a computer where something else has the
                  first:
                </Text>
              )}
              <Copyable text={uri} what={place === 0 ? 'redirect URI' : 'redirect URI in reserve'} />
            </Fragment>
          ))}
          <Text size="xs" c="dimmed">
            {settings.loopbackPorts.length === 0 && settings.wayBack !== 'deep-link'
              ? 'Yarrow adds a port of its own to this address. With Fullscript that does not work; choose fixed ports under Advanced.'
              : 'Port and all: Fullscript compares every character and shows “Page not found” otherwise.'}
          </Text>
        </Step>
        <Step title="Enter the Origin URI under Embed settings">
          {settings.originUri === '' ? (
            <Text size="sm">Save these settings first; then it is shown here.</Text>
          ) : (
            <Copyable text={settings.originUri} what="Origin URI" />
          )}
        </Step>
        <Step title="Allow these scopes">
          <dl className={classes.scopes}>
            {SCOPES.map(({ scope, purpose }) => (
              <div key={scope} style={{ display: 'contents' }}>
                <dt>
                  <code>{scope}</code>
                </dt>
                <dd>{purpose}</dd>
              </div>
            ))}
          </dl>
          <Text size="xs" c="dimmed">
            If you add a scope later, everybody has to connect again. Say so at the end of this page.
          </Text>
        </Step>
        <Step title="Copy client ID, client secret and public key from there to here">
          <Text size="sm" c="dimmed">
            They stand under “Show more details” and “Embed settings”. The secret is stored encrypted and
            never shown again.
          </Text>
        </Step>
      </ol>
    </section>
  )
}

function Step({ title, children }: { title: string; children: ReactNode }) {
  return (
    <li>
      <div className={classes.body}>
        <Text size="sm" fw={550}>
          {title}
        </Text>
        {children}
      </div>
    </li>
  )
}

function Copyable({ text, what }: { text: string; what: string }) {
  return (
    <div className={classes.copy}>
      <Address text={text} />
      <CopyButton text={text} what={what} />
    </div>
  )
}
