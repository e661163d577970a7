/** The screens of a signed-in person. Features do not know each other; they are put together here. */
import { OneTimeCodes } from './ui/one-time-codes'
import { Frame } from './shell/frame'
import { useLiveChanges } from './data/use-live-changes'
import { ScreenRoutes, ScreensProvider, type Screen } from './ui/screens'
import { aboutScreens } from './features/about/manifest'
import { AllergiesGlance, allergyScreens } from './features/allergies/manifest'
import { BackupBanner } from './features/practice/backup-banner'
import { AuditBanner } from './features/audit/audit-banner'
import { auditScreens } from './features/audit/manifest'
import { Clinics } from './features/clinics/clinics'
import { ConnectAccount } from './features/connect/connect-account'
import { ClockBanner, ConnectionBanner } from './features/connect/connection-banner'
import { ReconnectHere } from './features/connect/reconnect-here'
import { MyConnection } from './features/connect/my-connection'
import { WaitingForBrowser } from './features/connect/waiting'
import { emergencyScreens } from './features/emergencies/manifest'
import { EmergencyNotices } from './features/emergencies/notices'
import { RestingReaders } from './features/emergencies/resting-readers'
import { fullscriptScreens } from './features/fullscript-settings/manifest'
import { PracticeSettings } from './features/fullscript-settings/practice-settings'
import { LinkedTo } from './features/links/linked-to'
import { SamePerson } from './features/links/same-person'
import { accountScreens } from './features/my-account/manifest'
import { Everybody } from './features/oversight/everybody'
import { ScopesAdded } from './features/oversight/scopes-added'
import { patientScreens } from './features/patients/manifest'
import { peopleScreens } from './features/people/manifest'
import { EndedPlans } from './features/plan/ended-plans'
import { planScreens } from './features/plan/manifest'
import { practiceScreens } from './features/practice/manifest'
import { timelineScreens } from './features/timeline/manifest'
import { TestConnection } from './features/test-connection/test-connection'

/** In the order of the rail, the tabs, the menu and the palette. */
export const SCREENS: readonly Screen[] = [
  ...patientScreens({ notice: <SamePerson />, glance: <AllergiesGlance /> }),
  ...planScreens(<ConnectAccount />, <LinkedTo />),
  ...allergyScreens,
  ...timelineScreens,
  ...accountScreens,
  ...fullscriptScreens({
    connection: <MyConnection />,
    clinics: <Clinics connect={<ConnectAccount quiet clinic />} />,
    everybody: <Everybody />,
    settings: <PracticeSettings scopesAdded={<ScopesAdded />} />,
    test: <TestConnection waiting={(state) => <WaitingForBrowser state={state} />} />,
  }),
  ...practiceScreens,
  ...peopleScreens,
  ...auditScreens,
  ...emergencyScreens,
  ...aboutScreens,
]

export default function SignedIn() {
  useLiveChanges()
  return (
    <OneTimeCodes>
      <ScreensProvider all={SCREENS}>
        <ReconnectHere>
          <Frame
            banner={
              <>
                <ClockBanner />
                <AuditBanner />
                <BackupBanner />
                <ConnectionBanner />
                <EndedPlans />
              </>
            }
          >
            <ScreenRoutes />
            <EmergencyNotices then={<RestingReaders />} />
          </Frame>
        </ReconnectHere>
      </ScreensProvider>
    </OneTimeCodes>
  )
}
