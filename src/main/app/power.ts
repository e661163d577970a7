/**
 * What the system says about the computer and whoever sits at it. `lock-screen` comes on Windows (also when a remote
 * session is left) and macOS, `user-did-resign-active` on macOS. On Linux no event tells of a locked screen, so it is
 * asked for; where the desktop does not say (most Wayland ones), sleep and the idle time remain (known-issues.md).
 */
import { powerMonitor } from 'electron'
import type { Clock } from '../platform/clock/clock'

type Listeners = { suspended: () => void; resumed: () => void; personLeft: () => void }

/** Milliseconds between two looks at the screen's lock on Linux. */
const LOOK = 5_000
/** Seconds; only the answer `locked` counts, whatever the idle time. */
const ANY_IDLE_TIME = 3_600

/** Call when the app is ready. */
export function watchPower(clock: Clock, { suspended, resumed, personLeft }: Listeners): void {
  powerMonitor.on('suspend', suspended)
  powerMonitor.on('resume', resumed)
  powerMonitor.on('lock-screen', personLeft)
  powerMonitor.on('user-did-resign-active', personLeft)
  if (process.platform !== 'linux') return
  const look = () => {
    if (powerMonitor.getSystemIdleState(ANY_IDLE_TIME) === 'locked') personLeft()
    clock.after(LOOK, look)
  }
  clock.after(LOOK, look)
}
