/** What must be ready before the browser opens: the practice's app, and a way back. */
import type { WayBack } from '../../../../shared/contract/fullscript'
import { failed, ok, type Result } from '../../../../shared/failures'
import type { Application } from '../types'
import { mayOpenInBrowser } from './authorization-request'
import type { ConnectPorts } from './connect-ports'
import type { Deliver, OpenWayBack } from './ways-back'

export type Prepared = { application: Application; wayBack: OpenWayBack }

/**
 * Opens the first of these ways that can be opened; fails with what is in the way of the last. Nothing is opened any
 * more once `signal` is aborted (`connect-cancelled`), but what is open by then is for the caller to close. `left`: a way
 * back that is open already, and is used instead.
 */
export async function prepareWayBack(
  { applications, waysBack }: Pick<ConnectPorts, 'applications' | 'waysBack'>,
  waysFor: (application: Application) => readonly WayBack[],
  deliver: Deliver,
  signal: AbortSignal,
  left: OpenWayBack | null,
): Promise<Result<Prepared>> {
  const current = await applications.current()
  if (!current.ok) return current
  const application = current.value
  // Checked here, before anything listens: what may not be opened need not be waited for.
  if (!mayOpenInBrowser(application.hosts.authorize, application))
    return failed('fullscript-not-configured', { detail: 'authorize' })
  if (left) return ok({ application, wayBack: left })
  let last: Result<never> = failed('connect-no-way-back')
  for (const kind of waysFor(application)) {
    if (signal.aborted) return failed('connect-cancelled')
    const opened = await waysBack.find((way) => way.kind === kind)?.open(application, deliver)
    if (opened?.ok) return ok({ application, wayBack: opened.value })
    if (opened) last = opened
  }
  return last
}
