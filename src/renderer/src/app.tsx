/** Everything around the screens: bridge, cache, theme, router, and what to show before somebody is signed in. */
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState } from 'react'
import { BrowserRouter, useNavigate } from 'react-router'
import type { WindowBridge } from '../../shared/bridge'
import { PersonProvider } from './bridge/person'
import { useSession } from './bridge/queries'
import { bridgeValue, BridgeProvider } from './bridge/window-bridge'
import { ErrorBoundary } from './components/error-boundary'
import { SignIn } from './features/sign-in/sign-in'
import { Startup } from './features/startup/startup'
import { theme, variables } from './theme'

const loadSignedIn = () => import('./signed-in')
const SignedIn = lazy(loadSignedIn)

/** The bridge is a program on the same computer: no retries, no pausing when offline, no refetching on focus. */
const newCache = () =>
  new QueryClient({
    defaultOptions: {
      queries: { retry: false, networkMode: 'always', refetchOnWindowFocus: false, staleTime: 5_000 },
    },
  })

type Props = { bridge: WindowBridge; nonce?: string; env?: 'default' | 'test' }

export function App({ bridge, nonce = '', env = 'default' }: Props) {
  const [value] = useState(() => bridgeValue(bridge))
  const [cache] = useState(newCache)
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
            <BrowserRouter>
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
  const session = useSession()
  if (session.pending) return null
  if (session.value?.state !== 'open') return <SignedOut />
  const { person } = session.value
  return (
    <PersonProvider person={person}>
      <Suspense>
        <SignedIn key={person.id} />
      </Suspense>
    </PersonProvider>
  )
}

function SignedOut() {
  const navigate = useNavigate()
  // Whoever signs in next begins at the list, not on the screen that somebody else left.
  useEffect(() => void navigate('/patients', { replace: true }), [navigate])
  return <SignIn ready={() => void loadSignedIn()} />
}
