/** The screens of a signed-in person. Features do not know each other; they are put together here. */
import { Navigate, Route, Routes } from 'react-router'
import { Frame } from './components/frame'
import { About } from './features/about/about'
import { ConnectAccount } from './features/connect/connect-account'
import { MyConnection } from './features/connect/my-connection'
import { FullscriptPages } from './features/fullscript-settings/fullscript-pages'
import { PracticeSettings } from './features/fullscript-settings/practice-settings'
import { Demographics } from './features/patients/demographics'
import { PatientList } from './features/patients/patient-list'
import { PatientPage } from './features/patients/patient-page'
import { Plan } from './features/plan/plan'
import { TestConnection } from './features/test-connection/test-connection'

export default function SignedIn() {
  return (
    <Frame>
      <Routes>
        <Route path="/patients" element={<PatientList />} />
        <Route path="/patients/:patientId" element={<PatientPage />}>
          <Route index element={<Demographics />} />
          <Route path="plan" element={<Plan connect={<ConnectAccount />} />} />
        </Route>
        <Route path="/fullscript" element={<FullscriptPages />}>
          <Route index element={<MyConnection />} />
          <Route path="settings" element={<PracticeSettings />} />
          <Route path="test" element={<TestConnection />} />
        </Route>
        <Route path="/about" element={<About />} />
        <Route path="*" element={<Navigate to="/patients" replace />} />
      </Routes>
    </Frame>
  )
}
