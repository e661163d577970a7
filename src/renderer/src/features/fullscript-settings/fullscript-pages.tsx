/** Everything about Fullscript outside a patient: one's own connection, the practice's settings, the test. */
import { Tabs } from '@mantine/core'
import { Outlet, useLocation, useNavigate } from 'react-router'
import { useTabs } from '../../ui/screens'
import classes from './fullscript-pages.module.css'

export const FULLSCRIPT = '/fullscript'

export function FullscriptPages() {
  const navigate = useNavigate()
  const { pathname } = useLocation()
  const pages = useTabs(FULLSCRIPT)
  return (
    <Tabs
      className={classes.pages}
      value={pathname.replace(/\/$/, '')}
      onChange={(to) => void navigate(to ?? FULLSCRIPT)}
      keepMounted={false}
    >
      <Tabs.List className={classes.tabs}>
        {pages.map(({ path, label }) => (
          <Tabs.Tab key={path} value={path}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {pages.map(({ path }) => (
        <Tabs.Panel key={path} value={path} className={classes.panel}>
          <Outlet />
        </Tabs.Panel>
      ))}
    </Tabs>
  )
}
