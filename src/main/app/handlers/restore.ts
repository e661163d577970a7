import { ok } from '../../../shared/failures'
import type { WindowHandlers } from '../../bridge/register-bridge'

/** Restoring over the records that are open, or are not to be opened. */
export type Restores = Pick<WindowHandlers['restore'], 'choose' | 'open' | 'apply'> & {
  cancel: () => Promise<void>
}

export const restoreHandlers = ({ choose, open, apply, cancel }: Restores): WindowHandlers['restore'] => ({
  choose,
  open,
  apply,
  cancel: async () => {
    await cancel()
    return ok(null)
  },
})
