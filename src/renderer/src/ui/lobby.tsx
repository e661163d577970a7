/** Before somebody is signed in: the logo and one card in the middle. */
import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './lobby.module.css'
import { Logo } from './logo'

export function Lobby({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <main className={classes.lobby}>
      <div className={classes.column}>
        <div className={classes.brand}>
          <Logo size={36} />
        </div>
        {title !== undefined && <Title order={1}>{title}</Title>}
        {children}
      </div>
    </main>
  )
}
