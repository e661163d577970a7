/** For tests: keeps attempts as the records do, but open; shared by two benches it outlives a restart. */
import { ok } from '../../../shared/failures'
import type { Audit } from '../../audit/audit'
import type { ManualClock } from '../../clock/manual-clock'
import { isWithin, type AttemptEnd, type Period } from './attempt'
import type { AttemptSecrets } from './awaited-answer'
import type { AttemptStore } from './connect-ports'

export class RecordingAttempts implements AttemptStore {
  readonly rows = new Map<string, { period: Period; secrets: AttemptSecrets }>()
  /** Of the bench that uses it now. */
  audit: Audit = { record: () => Promise.resolve() }
  readonly #clock: ManualClock

  constructor(clock: ManualClock) {
    this.#clock = clock
  }

  keep: AttemptStore['keep'] = ({ person }, { application: _, ...secrets }, period) => {
    this.rows.set(person.id, { period, secrets })
    return Promise.resolve(ok(this.#kept(person.id, secrets.state)))
  }

  open: AttemptStore['open'] = ({ person }) => {
    const row = this.rows.get(person.id)
    if (!row || !isWithin(row.period, this.#clock.now())) return Promise.resolve(ok(null))
    return Promise.resolve(ok({ ...row, kept: this.#kept(person.id, row.secrets.state) }))
  }

  #kept(personId: string, state: string) {
    const remove = () => {
      if (this.rows.get(personId)?.secrets.state === state) this.rows.delete(personId)
    }
    return {
      remove: () => {
        remove()
        return Promise.resolve(ok(null))
      },
      end: async (how: AttemptEnd) => {
        remove()
        await this.audit.record({ ...how, action: 'fullscript.connect' })
        return ok(null)
      },
    }
  }
}
