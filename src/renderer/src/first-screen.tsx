/**
 * The sign-in screen as the build draws it into the page (build/first-screen.ts), so that it is there before any script:
 * the very components that take its place, before any answer of main.
 */
import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { renderToStaticMarkup } from 'react-dom/server'
import { MemoryRouter } from 'react-router'
import type { WindowBridge } from '../../shared/contract'
import { bridgeValue, BridgeProvider } from './data/window-bridge'
import { SignIn } from './features/sign-in/sign-in'
import { theme, variables } from './theme'

/** Nobody answers while the page is built. */
const unanswered: WindowBridge = new Proxy(() => new Promise(() => undefined), {
  get: () => unanswered,
}) as unknown as WindowBridge

const nothing = () => undefined

/** `nonce`: of the page's policy, on the style elements. */
export const drawFirstScreen = (nonce: string): string =>
  renderToStaticMarkup(
    <MantineProvider theme={theme} cssVariablesResolver={variables} getStyleNonce={() => nonce}>
      <BridgeProvider value={bridgeValue(unanswered)}>
        <QueryClientProvider client={new QueryClient()}>
          <MemoryRouter>
            <SignIn ready={nothing} hold={nothing} locked={null} />
          </MemoryRouter>
        </QueryClientProvider>
      </BridgeProvider>
    </MantineProvider>,
  )
