/**
 * What a feature says of its screens, once. Routes, the rail, tabs, the palette, the account's menu and shortcuts are made
 * of it.
 */
import { createContext, use, type ReactNode } from 'react'
import { Navigate, Route, Routes } from 'react-router'
import { may, type Capability, type Needed } from '../../../shared/capabilities'
import { usePerson } from '../data/person'
import { useThroughClinics } from '../data/queries'
import type { PlansIcon } from './icons'
import type { Shortcut } from './keys'

export type Icon = typeof PlansIcon

/** An entry of the palette. `label` and `words`: what it is found by. */
export type Command = { label: string; words: string; Icon: Icon; shortcut?: Shortcut }

export type Screen = {
  /** From the root, as the router writes it: "/patients/:patientId/plan". */
  path: string
  element: ReactNode
  Icon: Icon
  /** Left out for whoever may not do this. */
  capability?: Needed
  /** Whoever may not do this finds no way to it, but is let in. */
  shownFor?: Capability
  /** A way to it only for an app at Fullscript that connects whole clinics. */
  clinics?: true
  /** Nothing leads there for this person; worked out. */
  hidden?: boolean
  shortcut?: Shortcut
  /** Its label in the rail at the left. */
  rail?: string | undefined
  /** Shown inside the screen with the path `of`, under this label. */
  tab?: { of: string; label: string }
  /** Its label in the account's menu. */
  menu?: string | undefined
  /** How the palette goes there. */
  command?: Pick<Command, 'label' | 'words'> | undefined
  /** Further things that begin there; `search`: what is added to the path, e.g. "?new". */
  actions?: readonly (Command & { search: string; capability?: Capability })[] | undefined
}

const Screens = createContext<readonly Screen[]>([])

/** The screens that this person has, in the order of the manifests. */
export const useScreens = (): readonly Screen[] => use(Screens)

/** The tabs of the screen with this path. */
export const useTabs = (of: string) =>
  useScreens().flatMap((screen) =>
    screen.tab?.of === of && !screen.hidden ? [{ ...screen, label: screen.tab.label }] : [],
  )

/** `all`: of every feature. Those that this person may not see have no route; those without a way to them have one. */
export function ScreensProvider({ all, children }: { all: readonly Screen[]; children: ReactNode }) {
  const person = usePerson()
  const throughClinics = useThroughClinics()
  const has = (needed: Needed | undefined) => needed === undefined || may(person, needed)
  const mine = all
    .filter(({ capability }) => has(capability))
    .map(({ rail, menu, command, actions, ...screen }): Screen => {
      const hidden = !has(screen.shownFor) || (screen.clinics === true && !throughClinics)
      return hidden
        ? { ...screen, hidden }
        : { ...screen, rail, menu, command, actions: actions?.filter(({ capability }) => has(capability)) }
    })
  return <Screens value={mine}>{children}</Screens>
}

/** The routes of all screens; what leads nowhere leads to the first. */
export function ScreenRoutes() {
  const screens = useScreens()
  return (
    <Routes>
      {screens
        .filter(({ tab }) => tab === undefined)
        .map(({ path, element }) => (
          <Route key={path} path={path} element={element}>
            {screens
              .filter(({ tab }) => tab?.of === path)
              .map((child) =>
                child.path === path ? (
                  <Route key="index" index element={child.element} />
                ) : (
                  <Route key={child.path} path={child.path} element={child.element} />
                ),
              )}
          </Route>
        ))}
      <Route path="*" element={<Navigate to={screens[0]?.path ?? '/'} replace />} />
    </Routes>
  )
}
