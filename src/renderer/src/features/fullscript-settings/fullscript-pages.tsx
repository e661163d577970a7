/** Everything about Fullscript outside a patient: one's own connection, the practice's settings, the test. */
import { Tabs } from '@mantine/core'
import { Outlet, useLocation, useNavigate } from 'react-router'
import { useCan } from '../../bridge/person'
import { useThroughClinics } from '../../bridge/queries'
import classes from './fullscript-pages.module.css'

export function FullscriptPages() {
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const maySet = useCan('practice:settings')
  const throughClinics = useThroughClinics()
  const mayOversee = useCan('fullscript:oversee')
  const pages = [
    { to: '/fullscript', label: 'My connection' },
    ...(throughClinics ? [{ to: '/fullscript/clinics', label: 'Clinics and people' }] : []),
    ...(mayOversee ? [{ to: '/fullscript/everybody', label: 'Everybody' }] : []),
    ...(maySet ? [{ to: '/fullscript/settings', label: 'Fullscript settings' }] : []),
    { to: '/fullscript/test', label: 'Test connection' },
  ]
  return (
    <Tabs
      className={classes.pages}
      value={pathname.replace(/\/$/, '')}
      onChange={(to) => void navigate(to ?? '/fullscript')}
      keepMounted={false}
    >
      <Tabs.List className={classes.tabs}>
        {pages.map(({ to, label }) => (
          <Tabs.Tab key={to} value={to}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {pages.map(({ to }) => (
        <Tabs.Panel key={to} value={to} className={classes.panel}>
          <Outlet />
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}
