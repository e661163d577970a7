/** For tests: keeps attempts as the records do, but open; shared by two benches it outlives a restart. */
import { ok } from '../../../../shared/failures'
import type { ManualClock } from '../../../platform/clock/manual-clock'
import type { Records } from '../../../records/unit-of-work'
import { isWithin, type AttemptEnd, type Period } from './attempt'
import type { AttemptSecrets } from './awaited-answer'
import type { AttemptStore } from './connect-ports'

type Row = { period: Period; secrets: AttemptSecrets; asleep: boolean; query: string | null }

export class RecordingAttempts implements AttemptStore {
  readonly rows = new Map<string, Row>()
  /** Of the bench that uses it now. */
  records: Pick<Records, 'note'> = { note: () => Promise.resolve() }
  readonly #clock: ManualClock

  constructor(clock: ManualClock) {
    this.#clock = clock
  }

  get parked(): boolean {
    return [...this.rows.values()].some(({ query }) => query !== null)
  }

  /** As a start of the app does. */
  load() {
    for (const row of this.rows.values()) Object.assign(row, { asleep: true, query: null })
  }

  park: AttemptStore['park'] = (redirectUri, query, senderAllowed = () => true) => {
    const row = [...this.rows.values()].find(
      ({ asleep, secrets }) =>
        asleep && secrets.redirectUri === redirectUri && query.includes(`state=${secrets.state}`),
    )
    if (!row) return null
    if (row.query !== null || !isWithin(row.period, this.#clock.now()) || !senderAllowed()) return 'refused'
    row.query = query
    return 'parked'
  }

  keep: AttemptStore['keep'] = ({ person }, { application: _, ...secrets }, period) => {
    const row: Row = { period, secrets, asleep: false, query: null }
    this.rows.set(person.id, row)
    return Promise.resolve(ok(this.#kept(person.id, row)))
  }

  open: AttemptStore['open'] = ({ person }) => {
    const row = this.rows.get(person.id)
    if (!row) return Promise.resolve(ok(null))
    const kept = this.#kept(person.id, row)
    if (!isWithin(row.period, this.#clock.now())) {
      void kept.remove()
      return Promise.resolve(ok(null))
    }
    const wake = () => {
      const { query } = row
      Object.assign(row, { asleep: false, query: null })
      return query
    }
    const { period, secrets } = row
    return Promise.resolve(ok({ kept, period, secrets, answered: row.query !== null, wake }))
  }

  #kept(personId: string, row: Row) {
    const remove = () => {
      if (this.rows.get(personId) === row) this.rows.delete(personId)
    }
    return {
      remove: () => {
        remove()
        return Promise.resolve(ok(null))
      },
      end: async (how: AttemptEnd) => {
        remove()
        await this.records.note({ ...how, action: 'fullscript.connect' })
        return ok(null)
      },
      sleep: () => {
        row.asleep = true
      },
    }
  }
}
