/** The practice's Fullscript app: entered once by the owner, with the steps in Fullscript's dashboard beside it. */
import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { keys } from '../../bridge/queries'
import { useCall } from '../../bridge/use-call'
import { FailureNotice } from '../../components/failure-notice'
import { Lines } from '../../components/lines'
import { Page } from '../../components/page'
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
          <div className={classes.columns}>
            <SettingsFields settings={settings.value} />
            <DashboardSteps settings={settings.value} />
          </div>
          {scopesAdded}
        </>
      ) : (
        <Lines count={8} height={32} />
      )}
    </Page>
  )
}
