/** The practice's Fullscript app: entered once by the owner, with the steps in Fullscript's dashboard beside it. */
import { Button } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { environmentSchema, type FullscriptSettings } from '../../../../shared/contract/fullscript'
import { keys } from '../../data/queries'
import { useCall } from '../../data/use-call'
import { FailureNotice } from '../../ui/failure-notice'
import { Lines } from '../../ui/lines'
import { Page } from '../../ui/page'
import { DashboardSteps } from './dashboard-steps'
import classes from './practice-settings.module.css'
import { SettingsFields } from './settings-fields'

/** `scopesAdded`: what to do after the app was given more scopes, which is another feature's. */
export function PracticeSettings({ scopesAdded }: { scopesAdded: ReactNode }) {
  const settings = useCall(keys.settings, (bridge) => bridge.fullscript.settings())
  return (
    <Page
      title="Fullscript settings"
      intro="How this practice’s Fullscript app is registered. The same for everybody."
      wide
    >
      {settings.failure ? (
        <FailureNotice
          failure={settings.failure}
          action={<Button onClick={settings.again}>Try again</Button>}
        />
      ) : settings.value ? (
        <>
          <Environments settings={settings.value} />
          {scopesAdded}
        </>
      ) : (
        <Lines count={8} height={32} />
      )}
    </Page>
  )
}

/** One environment at a time, each as it was saved; the one that is looked at need not be the one in use yet. */
function Environments({ settings }: { settings: FullscriptSettings }) {
  const { others, ...inUse } = settings
  const [looking, setLooking] = useState(inUse.environment)
  const shown = others.find(({ environment }) => environment === looking) ?? inUse
  const all = [inUse, ...others].map(({ environment }) => environment)
  return (
    <div className={classes.columns}>
      <SettingsFields
        key={shown.environment}
        settings={shown}
        inUse={inUse.environment}
        available={environmentSchema.options.filter((environment) => all.includes(environment))}
        look={setLooking}
      />
      <DashboardSteps settings={shown} />
    </div>
  )
}
