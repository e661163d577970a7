/** Takes whoever signed in back to where they were: the screen first, and on it what they had half-typed. */
import { useEffect, useEffectEvent, useState, type ReactNode } from 'react'
import { useLocation, useNavigate } from 'react-router'
import type { Draft } from '../../shared/contract/drafts'
import { DraftStore } from './data/draft-store'
import { DraftsProvider } from './data/drafts'
import { keys } from './data/queries'
import { useCall } from './data/use-call'
import { useBridge } from './data/window-bridge'

type Kept = { place: string | null; drafts: Draft[] }
/** When what was kept cannot be read, work goes on without it. */
const NOTHING: Kept = { place: null, drafts: [] }

export function Resume({ children }: { children: ReactNode }) {
  const kept = useCall(keys.kept, (bridge) => bridge.drafts.mine())
  if (kept.pending) return null
  return <Resumed kept={kept.value ?? NOTHING}>{children}</Resumed>
}

function Resumed({ kept, children }: { kept: Kept; children: ReactNode }) {
  const bridge = useBridge()
  const { pathname, search } = useLocation()
  const [store] = useState(() => new DraftStore(bridge.drafts, kept.drafts))
  const [place] = useState(kept.place ?? '/patients')
  const begin = pathname === '/'

  const savePlace = useEffectEvent((where: string) => {
    if (!begin) store.savePlace(where)
  })
  useEffect(() => {
    savePlace(pathname + search)
  }, [pathname, search])
  useEffect(
    () => () => {
      void store.flush()
    },
    [store],
  )
  if (begin) return <GoTo place={place} />
  return <DraftsProvider store={store}>{children}</DraftsProvider>
}

function GoTo({ place }: { place: string }) {
  const navigate = useNavigate()
  useEffect(() => {
    // The history is ahead of what is drawn: whoever was sent elsewhere meanwhile (F-206) stays there.
    if (window.location.pathname === '/') void navigate(place, { replace: true })
  }, [navigate, place])
  return null
}
