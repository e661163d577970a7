/** One patient: who it is stays in sight on every tab. */
import { Button, Tabs } from '@mantine/core'
import { useState, type ReactNode } from 'react'
import { Outlet, useLocation, useNavigate, useParams } from 'react-router'
import { useCan } from '../../data/person'
import { useChartAccess, usePatient } from '../../data/queries'
import { usePrepareEmbed } from '../../data/use-embed'
import { useEmbedController } from '../../data/window-bridge'
import { EmptyState } from '../../ui/empty-state'
import { FailureNotice } from '../../ui/failure-notice'
import { fullName } from '../../ui/format'
import { Hint } from '../../ui/hint'
import { AddPlanIcon, PatientsIcon } from '../../ui/icons'
import { ariaKeys } from '../../ui/keys'
import { PatientBarRoom } from '../../shell/patient-bar'
import { useTabs } from '../../ui/screens'
import { useShortcuts, type Binding } from '../../ui/shortcuts'
import { EmergencyBar } from './emergency-bar'
import { Identity } from './identity'
import classes from './patient-page.module.css'
import { RestrictChart } from './restrict-chart'
import { RestrictedChart } from './restricted-chart'

/** The path of a chart; its tabs are the screens of all features that say so. */
export const CHART = '/patients/:patientId'

/** Other features': `notice`, what has to be seen on every tab; `glance`, what the header says beside who it is. */
type Others = { notice: ReactNode; glance: ReactNode }

export function PatientPage(others: Others) {
  const { patientId = '' } = useParams()
  return <KnownPatient key={patientId} patientId={patientId} {...others} />
}

function KnownPatient({ patientId, notice, glance }: Others & { patientId: string }) {
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const controller = useEmbedController()
  const patient = usePatient(patientId)
  const access = useChartAccess(patientId).value
  const [bar, setBar] = useState<HTMLElement | null>(null)
  const mayPlan = useCan('plans:write')
  usePrepareEmbed(patientId, mayPlan)

  const base = `/patients/${patientId}`
  const tabs = useTabs(CHART)
  const goTo = (path: string | null) => void navigate((path ?? CHART).replace(CHART, base))
  const addPlan = () => {
    if (!patient.value) return
    controller.ask({
      patientId,
      patientName: fullName(patient.value),
      feature: 'treatmentPlan',
      entrypoint: 'catalog',
    })
    goTo(`${CHART}/plan`)
  }
  useShortcuts([
    ...tabs.flatMap(({ path, shortcut }): Binding[] => (shortcut ? [[shortcut, () => goTo(path)]] : [])),
    ...(mayPlan ? [['addPlan', addPlan] satisfies Binding] : []),
  ])

  if (patient.failure?.code === 'chart-restricted') return <RestrictedChart access={access} />
  if (patient.failure)
    return patient.failure.code === 'not-found' ? (
      <EmptyState
        level={1}
        icon={<PatientsIcon size={20} />}
        title="This patient could not be found"
        action={<Button onClick={() => void navigate('/patients')}>Go to patients</Button>}
      />
    ) : (
      <div className={classes.message}>
        <FailureNotice
          failure={patient.failure}
          action={<Button onClick={patient.again}>Try again</Button>}
        />
      </div>
    )

  return (
    <Tabs
      className={classes.page}
      value={pathname.replace(/\/$/, '').replace(base, CHART)}
      onChange={goTo}
      keepMounted={false}
    >
      {access?.level === 'emergency' && <EmergencyBar key={access.emergencyLeft} access={access} />}
      <header className={classes.header}>
        <Identity patient={patient.value} />
        <div className={classes.glance}>{glance}</div>
        {access && <RestrictChart access={access} />}
        {mayPlan && (
          <Hint text="Add a plan in Fullscript" shortcut="addPlan" position="left">
            <Button
              leftSection={<AddPlanIcon size={16} stroke={1.8} />}
              onClick={addPlan}
              disabled={!patient.value}
              aria-keyshortcuts={ariaKeys('addPlan')}
            >
              Add plan
            </Button>
          </Hint>
        )}
      </header>
      <div className={classes.bar}>
        <Tabs.List className={classes.tabs}>
          {tabs.map(({ path, label, shortcut }) => (
            <Tabs.Tab
              key={path}
              value={path}
              {...(shortcut ? { 'aria-keyshortcuts': ariaKeys(shortcut) } : {})}
            >
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <div className={classes.line} ref={setBar} />
      </div>
      {patient.value && notice}
      <PatientBarRoom element={bar}>
        {tabs.map(({ path }) => (
          <Tabs.Panel key={path} value={path} className={classes.panel}>
            <Outlet />
          </Tabs.Panel>
        ))}
      </PatientBarRoom>
    </Tabs>
  )
}
