import { ok } from '../../../shared/failures'
import type { WindowHandlers } from '../../bridge/register-bridge'
import type { Switched } from '../../records/switch-records'
import type { WithRecords } from './with-records'

/** Which records are open, and going from one to the other. */
export type RecordsChoice = {
  demo: () => boolean
  open: (which: 'own' | 'demo') => Promise<void>
  /** What took the place of the records in this run, until somebody has signed in. */
  restored: () => Switched | null
  /** Another key for the records that are open; they are closed and open again when it resolves. */
  changeKey: WindowHandlers['practice']['changeKey']
}

export const setupHandlers = (
  { records, using }: WithRecords,
  choice: RecordsChoice,
): WindowHandlers['setup'] => {
  const open = async (which: 'own' | 'demo') => {
    await choice.open(which)
    return ok(null)
  }
  return {
    state: async () => {
      const practice = await records()?.practice()
      return ok({ needed: practice === null, demo: choice.demo(), restored: choice.restored() })
    },
    createPractice: (input) => using(({ setUp }) => setUp(input)),
    openDemo: () => open('demo'),
    leaveDemo: () => open('own'),
  }
}
