/** The screens of a signed-in person. Features do not know each other; they are put together here. */
import { Navigate, Route, Routes } from 'react-router'
import { useCan } from './bridge/person'
import { Frame } from './components/frame'
import { About } from './features/about/about'
import { Clinics } from './features/clinics/clinics'
import { AuditBanner } from './features/audit/audit-banner'
import { AuditPage } from './features/audit/audit-page'
import { Disclosures } from './features/audit/disclosures'
import { WhoHasSeen } from './features/audit/who-has-seen'
import { ConnectAccount } from './features/connect/connect-account'
import { ClockBanner, ConnectionBanner } from './features/connect/connection-banner'
import { MendConnection } from './features/connect/mend-connection'
import { MyConnection } from './features/connect/my-connection'
import { EmergencyNotices } from './features/emergencies/notices'
import { RestingReaders } from './features/emergencies/resting-readers'
import { EmergencyReport } from './features/emergencies/report'
import { FullscriptPages } from './features/fullscript-settings/fullscript-pages'
import { PracticeSettings } from './features/fullscript-settings/practice-settings'
import { LinkedTo } from './features/links/linked-to'
import { SamePerson } from './features/links/same-person'
import { MyAccount } from './features/my-account/my-account'
import { Everybody } from './features/oversight/everybody'
import { ScopesAdded } from './features/oversight/scopes-added'
import { Demographics } from './features/patients/demographics'
import { PatientList } from './features/patients/patient-list'
import { PatientPage } from './features/patients/patient-page'
import { People } from './features/people/people'
import { EndedPlans } from './features/plan/ended-plans'
import { Plan } from './features/plan/plan'
import { PracticePage } from './features/practice/practice-page'
import { WaitingForBrowser } from './features/connect/waiting'
import { TestConnection } from './features/test-connection/test-connection'

export default function SignedIn() {
  const mayManage = useCan('people:manage')
  const mayAudit = useCan('audit:read')
  const maySee = useCan('patients:access-report')
  return (
    <MendConnection>
      <Frame
        banner={
          <>
            <ClockBanner />
            <AuditBanner />
            <ConnectionBanner />
            <EndedPlans />
          </>
        }
      >
        <Routes>
          <Route path="/patients" element={<PatientList />} />
          <Route path="/patients/:patientId" element={<PatientPage notice={<SamePerson />} />}>
            <Route index element={<Demographics />} />
            <Route path="plan" element={<Plan connect={<ConnectAccount />} linkedTo={<LinkedTo />} />} />
            {maySee && <Route path="seen" element={<WhoHasSeen />} />}
            {maySee && <Route path="disclosures" element={<Disclosures />} />}
          </Route>
          <Route path="/fullscript" element={<FullscriptPages />}>
            <Route index element={<MyConnection />} />
            <Route path="clinics" element={<Clinics connect={<ConnectAccount quiet clinic />} />} />
            <Route path="everybody" element={<Everybody />} />
            <Route path="settings" element={<PracticeSettings scopesAdded={<ScopesAdded />} />} />
            <Route
              path="test"
              element={<TestConnection waiting={(state) => <WaitingForBrowser state={state} />} />}
            />
          </Route>
          <Route path="/emergencies" element={<EmergencyReport />} />
          <Route path="/account" element={<MyAccount />} />
          {mayManage && <Route path="/people" element={<People />} />}
          <Route path="/practice" element={<PracticePage />} />
          {mayAudit && <Route path="/audit" element={<AuditPage />} />}
          <Route path="/about" element={<About />} />
          <Route path="*" element={<Navigate to="/patients" replace />} />
        </Routes>
        <EmergencyNotices then={<RestingReaders />} />
      </Frame>
    </MendConnection>
  )
}
