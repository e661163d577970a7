/** The whole app on a fake bridge, mounted twice over as in development, at any address. */
import { act, configure, render } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { StrictMode } from 'react'
import { App } from '../app'
import { FakeBridge, type Scenario } from './fake-bridge'

// The first test of a file also loads the screens.
// Working out for every element whether it is hidden takes the emulator seconds.
configure({ asyncUtilTimeout: 20_000, defaultHidden: true })

/** `happen`: does something from main's side and lets React answer. */
export function renderApp(path: string, scenario: Scenario = {}) {
  window.history.replaceState(null, '', path)
  const fake = new FakeBridge(scenario)
  const user = userEvent.setup()
  render(
    <StrictMode>
      <App bridge={fake.bridge} env="test" />
    </StrictMode>,
  )
  const happen = (change: (fake: FakeBridge) => void) =>
    act(async () => {
      change(fake)
    })
  return { fake, user, happen }
}
