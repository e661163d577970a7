/** A list that fills the screen: its title with what finds and adds, the rows, and a line below that counts them. */
import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './list-screen.module.css'

type Props = { title: string; search?: ReactNode; actions?: ReactNode; children: ReactNode }

export function ListScreen({ title, search, actions, children }: Props) {
  return (
    <div className={classes.screen}>
      <header className={classes.header}>
        <Title order={1}>{title}</Title>
        <div className={classes.search}>{search}</div>
        {actions}
      </header>
      {children}
    </div>
  )
}

export function ListFooter({ children }: { children: ReactNode }) {
  return <footer className={classes.footer}>{children}</footer>
}
