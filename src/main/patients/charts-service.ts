/**
 * Restricted charts: who may open which, and opening one in an emergency with a reason, for a limited time and with a
 * loud trace (164.312(a)(2)(ii), 170.315(d)(6), F-713).
 */
import { randomUUID } from 'node:crypto'
import type { ChartAccessState, Colleague, EmergencyAccess, Rest } from '../../shared/contract/charts'
import { failed, ok, type Result } from '../../shared/failures'
import type { Audit } from '../audit/audit'
import type { Clock } from '../platform/clock/clock'
import { may } from '../identity/capabilities'
import type { Session, Sessions } from '../identity/session'
import type { DatabaseOrTransaction } from '../records/database'
import { withStorageFailures } from '../records/database-errors'
import { inTransaction } from '../records/transaction'
import type { ChartAccess } from './chart-access'
import {
  activeColleagues,
  readRestriction,
  removeRestriction,
  writeRestriction,
  type Restriction,
} from './chart-restrictions-repository'
import type { EmergencyGrants, Grant } from './emergency-grants'
import {
  endAccess,
  insertAccess,
  markSeen,
  openAccesses,
  readAccesses,
  unseenNotices,
} from './emergency-repository'
import { findPatient } from './patients-repository'
import { RestingReaders } from './resting-readers'
import type { RestingReader } from './resting-readers-repository'

type Dependencies = {
  database: DatabaseOrTransaction
  audit: Audit
  clock: Clock
  sessions: Sessions
  access: ChartAccess
  emergencies: EmergencyGrants
}

type How = 'time' | 'person' | 'session'

export class ChartsService {
  /** Whose places on lists rest, and who says that it is them. */
  readonly resting: RestingReaders
  readonly #with: Dependencies
  readonly #listeners = new Set<(patientId: string) => void | Promise<void>>()

  constructor(dependencies: Dependencies) {
    this.#with = dependencies
    this.resting = new RestingReaders({ ...dependencies, changed: (patientId) => this.#tell(patientId) })
    // Lock, sign-out and a switch to somebody else end what was open; so does whatever stops Yarrow.
    dependencies.sessions.onChange(async () => {
      for (const grant of dependencies.emergencies.all()) await this.#end(grant, 'session')
    })
  }

  /** Called when it has changed who may open a chart, or for how long. */
  onChange(listener: (patientId: string) => void | Promise<void>): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Closes what a start before this one left open. */
  begin(): Promise<Result<null>> {
    const { audit } = this.#with
    return this.#together(async (within) => {
      for (const { id, lastUsedAt, personId, patientId } of await openAccesses(within)) {
        await endAccess(within, id, { at: lastUsedAt, how: 'restart' })
        const entry = { personId, action: 'chart.emergency-ended', patientId, outcome: 'done' } as const
        await audit.record({ ...entry, subject: id, emergency: true }, within)
      }
      return ok(null)
    })
  }

  /** `not-found`. A look at a restriction is in the audit; that there is none is not worth a line. */
  access({ person }: Session, patientId: string): Promise<Result<ChartAccessState>> {
    return this.#together(async (within) => {
      const state = await this.#stateOf(person.id, patientId, within)
      if (!state) return failed('not-found')
      if (state.standing !== 'free') {
        const entry = { personId: person.id, action: 'chart.access-read', outcome: 'done' } as const
        await this.#with.audit.record({ ...entry, patientId }, within)
      }
      return ok(state)
    })
  }

  /** `chart-restricted` when nothing of the chart may be handed to Fullscript in this person's name. */
  enter({ person }: Session, patientId: string): Promise<Result<null>> {
    const look = { personId: person.id, patientId, action: 'patient.handed-to-fullscript' } as const
    return this.#together((within) => this.#with.access.enter(look, within))
  }

  colleagues(): Promise<Result<Colleague[]>> {
    return withStorageFailures(async () => ok(await activeColleagues(this.#with.database)))
  }

  /** `not-found`, `chart-restricted`, `invalid-input` with detail `personIds`. */
  restrict(
    { person }: Session,
    { patientId, personIds }: { patientId: string; personIds: readonly string[] },
  ): Promise<Result<ChartAccessState>> {
    const readerIds = [...new Set([person.id, ...personIds])]
    return this.#change(person.id, patientId, 'chart.restricted', async (within, restriction) => {
      const known = await activeColleagues(within)
      const before = restriction?.readers.map(({ id }) => id) ?? []
      // Somebody who has left may stay on a list; nobody unknown is put on one.
      const unknown = readerIds.filter((id) => !known.some((one) => one.id === id) && !before.includes(id))
      if (unknown.length > 0) return failed('invalid-input', { detail: 'personIds' })
      await writeRestriction(within, patientId, { by: person.id, readerIds, at: this.#with.clock.now() })
      return ok(null)
    })
  }

  /** `not-found`, `chart-restricted`. */
  lift({ person }: Session, patientId: string): Promise<Result<ChartAccessState>> {
    return this.#change(person.id, patientId, 'chart.restriction-lifted', async (within) => {
      await removeRestriction(within, patientId)
      return ok(null)
    })
  }

  /** Answers the state as it is when the chart is open to this person anyway. `not-found`. */
  async openInEmergency(
    session: Session,
    { patientId, reason }: { patientId: string; reason: string },
  ): Promise<Result<ChartAccessState>> {
    const { audit, clock, access, emergencies, sessions } = this.#with
    const grant: Grant = { id: randomUUID(), personId: session.person.id, patientId }
    const { id, personId } = grant
    const opened = await this.#together(async (within) => {
      if (!(await findPatient(within, patientId))) return failed('not-found')
      if ((await access.standing(personId, patientId, within)) !== 'closed') return ok(false)
      const readers = (await readRestriction(within, patientId))?.readers ?? []
      await insertAccess(
        within,
        { id, personId, patientId, reason, openedAt: clock.now() },
        readers.map((reader) => reader.id),
      )
      const entry = { personId, action: 'chart.emergency-opened', patientId, outcome: 'done' } as const
      await audit.record({ ...entry, subject: id, emergency: true }, within)
      return ok(true)
    })
    if (!opened.ok) return opened
    if (opened.value) {
      emergencies.begin(grant, () => {
        // What cannot be written down now, the next start writes down.
        void this.#end(grant, 'time').catch(() => undefined)
      })
      // The session may have ended while this was written.
      if (sessions.current()?.id !== session.id) await this.#end(grant, 'session')
      await this.#tell(patientId)
    }
    return this.#state(personId, patientId)
  }

  async endEmergency({ person }: Session, patientId: string): Promise<Result<ChartAccessState>> {
    const grant = this.#with.emergencies.covering(person.id, patientId)
    const ended = grant ? await this.#end(grant, 'person') : ok(null)
    return ended.ok ? this.#state(person.id, patientId) : ended
  }

  /** Newest first. Who reads the audit sees all; everybody else those of charts of their own. */
  emergencies(
    { person }: Session,
    page: { limit: number; offset: number },
  ): Promise<Result<{ rows: EmergencyAccess[]; total: number }>> {
    const forPerson = may(person, 'audit:read') ? null : person.id
    return this.#together(async (within) => {
      const found = await readAccesses(within, { ...page, forPerson })
      const entry = { personId: person.id, action: 'chart.emergencies-read', outcome: 'done' } as const
      await this.#with.audit.record(entry, within)
      return ok(found)
    })
  }

  /** Emergency accesses to charts of one's own that are news to this person. */
  notices({ person }: Session): Promise<Result<EmergencyAccess[]>> {
    return this.#together(async (within) => {
      const ids = await unseenNotices(within, person.id)
      if (ids.length === 0) return ok([])
      const entry = { personId: person.id, action: 'chart.emergencies-read', outcome: 'done' } as const
      await this.#with.audit.record(entry, within)
      return ok((await readAccesses(within, { ids })).rows)
    })
  }

  noticesSeen({ person }: Session, ids: readonly string[]): Promise<Result<null>> {
    const { audit, clock } = this.#with
    return this.#together(async (within) => {
      for (const { id, patientId } of await markSeen(within, person.id, { ids, at: clock.now() })) {
        const entry = { personId: person.id, action: 'chart.emergency-seen', patientId } as const
        await audit.record({ ...entry, subject: id, outcome: 'done' }, within)
      }
      return ok(null)
    })
  }

  async #change(
    personId: string,
    patientId: string,
    action: 'chart.restricted' | 'chart.restriction-lifted',
    change: (within: DatabaseOrTransaction, restriction: Restriction | null) => Promise<Result<null>>,
  ): Promise<Result<ChartAccessState>> {
    const changed = await this.#together(async (within) => {
      if (!(await findPatient(within, patientId))) return failed('not-found')
      const restriction = await readRestriction(within, patientId)
      const covered = this.#with.emergencies.covering(personId, patientId) !== null
      const allowed = mayChange(restriction, personId, covered)
      const done = allowed ? await change(within, restriction) : failed('chart-restricted')
      const outcome = done.ok ? 'done' : allowed ? 'failed' : 'refused'
      await this.#with.audit.record({ personId, action, patientId, outcome }, within)
      return done
    })
    if (!changed.ok) return changed
    await this.#tell(patientId)
    return this.#state(personId, patientId)
  }

  async #end(grant: Grant, how: How): Promise<Result<null>> {
    const { id, personId, patientId } = grant
    // First of all it covers nothing any more, whatever the disk says.
    if (!this.#with.emergencies.end(id)) return ok(null)
    const ended = await this.#together(async (within) => {
      await endAccess(within, id, { at: this.#with.clock.now(), how })
      const entry = { personId, action: 'chart.emergency-ended', patientId, outcome: 'done' } as const
      await this.#with.audit.record({ ...entry, subject: id, emergency: true }, within)
      return ok(null)
    })
    await this.#tell(patientId)
    return ended
  }

  async #tell(patientId: string): Promise<void> {
    for (const listener of this.#listeners) await listener(patientId)
  }

  #state(personId: string, patientId: string): Promise<Result<ChartAccessState>> {
    return this.#together(async (within) => {
      const state = await this.#stateOf(personId, patientId, within)
      return state ? ok(state) : failed('not-found')
    })
  }

  async #stateOf(
    personId: string,
    patientId: string,
    within: DatabaseOrTransaction,
  ): Promise<ChartAccessState | null> {
    const patient = await findPatient(within, patientId)
    if (!patient) return null
    const { givenName, familyName, preferredName } = patient
    const restriction = await readRestriction(within, patientId)
    const standing = await this.#with.access.standing(personId, patientId, within)
    const readers = standing === 'listed' ? (restriction?.readers ?? []) : []
    const own = restriction?.readers.find(({ id }) => id === personId)?.resting ?? null
    return {
      patientId,
      givenName,
      familyName,
      preferredName,
      standing,
      restrictedBy: restriction?.restrictedBy ?? '',
      readers: readers.map(({ active: _active, resting, ...reader }) => ({
        ...reader,
        resting: resting && restOf(resting),
      })),
      resting: own && restOf(own),
      emergencyLeft: standing === 'emergency' ? this.#with.emergencies.left(personId, patientId) : null,
    }
  }

  #together<T>(work: (within: DatabaseOrTransaction) => Promise<Result<T>>): Promise<Result<T>> {
    return withStorageFailures(() => inTransaction(this.#with.database, work))
  }
}

const restOf = ({ issuerName, since }: RestingReader): Rest => ({ issuerName, since })

/**
 * Pure: only those on the list change it, as long as their place does not rest. When all of them have left the practice, whoever has opened the chart in an
 * emergency may, so that no chart is lost for good.
 */
export function mayChange(restriction: Restriction | null, personId: string, emergency: boolean): boolean {
  const own = restriction?.readers.find(({ id }) => id === personId)
  if (!restriction || own?.resting === null) return true
  return emergency && !restriction.readers.some(({ active }) => active)
}
