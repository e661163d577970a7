/** Everything around the screens: bridge, cache, theme, router, and what to show before somebody is signed in. */
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { BrowserRouter, useNavigate } from 'react-router'
import type { WindowBridge } from '../../shared/contract'
import { PersonProvider } from './data/person'
import { useSession, useSetup } from './data/queries'
import { useBridgeEvent } from './data/use-bridge-event'
import { bridgeValue, BridgeProvider } from './data/window-bridge'
import { leaveKeysToComposition } from './ui/composition'
import { ErrorBoundary } from './ui/error-boundary'
import { LockScreen } from './features/lock/lock-screen'
import { SignIn } from './features/sign-in/sign-in'
import { Startup } from './features/startup/startup'
import { Resume } from './resume'
import { theme, variables } from './theme'

leaveKeysToComposition(window)

const loadSignedIn = () => import('./signed-in')
const SignedIn = lazy(loadSignedIn)
const FirstRun = lazy(() =>
  import('./features/first-run/first-run').then((file) => ({ default: file.FirstRun })),
)

/** The bridge is a program on the same computer: no retries, no pausing when offline, no refetching on focus. */
export const newCache = () =>
  new QueryClient({
    defaultOptions: {
      queries: { retry: false, networkMode: 'always', refetchOnWindowFocus: false, staleTime: 5_000 },
    },
  })

type Props = {
  bridge: WindowBridge
  nonce?: string
  /** With what was asked before; an empty one when left out. */
  cache?: QueryClient
  env?: 'default' | 'test'
}

export function App({ bridge, nonce = '', cache: asked, env = 'default' }: Props) {
  const [value] = useState(() => bridgeValue(bridge))
  const [cache] = useState(() => asked ?? newCache())
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={variables}
      defaultColorScheme="auto"
      env={env}
      {...(nonce === '' ? {} : { getStyleNonce: () => nonce })}
    >
      <ErrorBoundary>
        <BridgeProvider value={value}>
          <QueryClientProvider client={cache}>
            <Notifications position="bottom-right" containerWidth={264} limit={3} />
            {/* A screen that was asked for is there with the next key, not when there is time for it. */}
            <BrowserRouter useTransitions={false}>
              <Startup>
                <Session />
              </Startup>
            </BrowserRouter>
          </QueryClientProvider>
        </BridgeProvider>
      </ErrorBoundary>
    </MantineProvider>
  )
}

function Session() {
  const navigate = useNavigate()
  const setup = useSetup()
  const session = useSession()
  /** True from before a code or a new practice signs somebody in until they have kept their recovery code. */
  const [held, hold] = useState(false)
  useBridgeEvent(
    (on) => on.people.changed,
    ({ state }) => {
      if (state === 'locked') hold(false)
    },
  )
  const finished = (place: string) => {
    void navigate(place, { replace: true })
    hold(false)
  }
  if (session.pending || setup.pending) return null
  if (session.value?.state !== 'open' || held)
    return (
      <LockScreen
        session={session.value}
        signIn={(locked) =>
          setup.value?.needed === true ? (
            <Suspense>
              <FirstRun hold={hold} finished={finished} />
            </Suspense>
          ) : (
            <SignIn
              key={locked?.username ?? ''}
              ready={() => void loadSignedIn()}
              hold={hold}
              locked={locked}
            />
          )
        }
      />
    )
  const { person } = session.value
  return (
    <PersonProvider person={person}>
      <Resume key={person.id}>
        <Suspense>
          <SignedIn />
        </Suspense>
      </Resume>
    </PersonProvider>
  )
}
