/**
 * Restricted charts: who may open which, and opening one in an emergency with a reason, for a limited time and with a
 * loud trace (164.312(a)(2)(ii), 170.315(d)(6), F-713).
 */
import { randomUUID } from 'node:crypto'
import type { ChartAccessState, Colleague, EmergencyAccess, Rest } from '../../shared/contract/charts'
import { failed, ok, type Result } from '../../shared/failures'
import type { Audit } from '../audit/audit'
import type { Clock } from '../platform/clock/clock'
import { may } from '../../shared/capabilities'
import type { Session, Sessions } from '../identity/session'
import { withStorageFailures } from '../records/database-errors'
import type { ChartReading, ChartWriting } from '../records/handles'
import { EVERY_CHART, type Records } from '../records/unit-of-work'
import { enterChart, type ChartAccess } from './chart-access'
import {
  activeColleagues,
  readRestriction,
  removeRestriction,
  writeRestriction,
  type Restriction,
} from './chart-restrictions-repository'
import { EMERGENCY_MS, type EmergencyGrants, type Grant } from './emergency-grants'
import {
  endAccess,
  insertAccess,
  leftOpen,
  markSeen,
  readAccesses,
  unseenNotices,
} from './emergency-repository'
import { findPatient } from './patients-repository'
import { RestingReaders } from './resting-readers'
import type { RestingReader } from './resting-readers-repository'

type Dependencies = {
  records: Records
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
    dependencies.sessions.onChange(async (session) => {
      for (const grant of dependencies.emergencies.all()) await this.#end(grant, 'session')
      // What a workstation left open that did not come back is closed before anybody reads of it.
      if (session) await this.#closeLeftOpen(null)
    })
  }

  /** Called when it has changed who may open a chart, or for how long. */
  onChange(listener: (patientId: string) => void | Promise<void>): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Closes what a start of this workstation before this one left open. */
  begin(): Promise<Result<null>> {
    return this.#closeLeftOpen(this.#with.emergencies.stationId)
  }

  #closeLeftOpen(stationId: string | null): Promise<Result<null>> {
    const { audit, clock, records } = this.#with
    return withStorageFailures(() =>
      records.background(async (charts) => {
        const left = await leftOpen(charts, { stationId, now: clock.now() })
        for (const { id, lastUsedAt, personId, patientId } of left) {
          await endAccess(charts, id, { at: lastUsedAt, how: 'restart' })
          const entry = { personId, action: 'chart.emergency-ended', patientId, outcome: 'done' } as const
          await audit.record({ ...entry, subject: id, emergency: true }, charts)
        }
        return ok(null)
      }),
    )
  }

  /** `not-found`. A look at a restriction is in the audit; that there is none is not worth a line. */
  access({ person }: Session, patientId: string): Promise<Result<ChartAccessState>> {
    return this.#with.records.look(
      actorOf(person),
      'chart.access-read',
      EVERY_CHART,
      async (charts, unit) => {
        unit.row({ patientId })
        const state = await this.#stateOf(person.id, patientId, charts)
        if (!state) return failed('not-found')
        if (state.level === 'free') unit.row(null)
        return ok(state)
      },
    )
  }

  /** `chart-restricted` when nothing of the chart may be handed to Fullscript in this person's name. */
  enter({ person }: Session, patientId: string): Promise<Result<null>> {
    const action = 'patient.handed-to-fullscript'
    return enterChart(this.#with.records, { personId: person.id, patientId, action })
  }

  colleagues(): Promise<Result<Colleague[]>> {
    return withStorageFailures(async () => ok(await this.#with.records.read(activeColleagues)))
  }

  /** `not-found`, `chart-restricted`, `invalid-input` with detail `personIds`. */
  restrict(
    { person }: Session,
    { patientId, personIds }: { patientId: string; personIds: readonly string[] },
  ): Promise<Result<ChartAccessState>> {
    const readerIds = [...new Set([person.id, ...personIds])]
    return this.#change(person.id, patientId, 'chart.restricted', async (charts, restriction) => {
      const known = await activeColleagues(charts)
      const before = restriction?.readers.map(({ id }) => id) ?? []
      // Somebody who has left may stay on a list; nobody unknown is put on one.
      const unknown = readerIds.filter((id) => !known.some((one) => one.id === id) && !before.includes(id))
      if (unknown.length > 0) return failed('invalid-input', { detail: 'personIds' })
      await writeRestriction(charts, patientId, { by: person.id, readerIds, at: this.#with.clock.now() })
      return ok(null)
    })
  }

  /** `not-found`, `chart-restricted`. */
  lift({ person }: Session, patientId: string): Promise<Result<ChartAccessState>> {
    return this.#change(person.id, patientId, 'chart.restriction-lifted', async (charts) => {
      await removeRestriction(charts, patientId)
      return ok(null)
    })
  }

  /** Answers the state as it is when the chart is open to this person anyway. `not-found`. */
  async openInEmergency(
    session: Session,
    { patientId, reason }: { patientId: string; reason: string },
  ): Promise<Result<ChartAccessState>> {
    const { records, clock, access, emergencies, sessions } = this.#with
    const grant: Grant = { id: randomUUID(), personId: session.person.id, patientId }
    const { id, personId } = grant
    const opened = await records.run(
      { personId },
      'chart.emergency-opened',
      EVERY_CHART,
      async (charts, unit) => {
        unit.row({ patientId })
        if (!(await findPatient(charts, patientId))) return failed('not-found')
        if ((await access.level(personId, patientId, charts)) !== 'closed') {
          unit.row(null)
          return ok(false)
        }
        const readers = (await readRestriction(charts, patientId))?.readers ?? []
        const openedAt = clock.now()
        const { stationId } = emergencies
        await insertAccess(
          charts,
          { id, personId, patientId, stationId, reason, openedAt, expiresAt: openedAt + EMERGENCY_MS },
          readers.map((reader) => reader.id),
        )
        unit.row({ subject: id, emergency: true })
        return ok(true)
      },
    )
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
    const grant = this.#with.emergencies.running(person.id, patientId)
    const ended = grant ? await this.#end(grant, 'person') : ok(null)
    return ended.ok ? this.#state(person.id, patientId) : ended
  }

  /** Newest first. Who reads the audit sees all; everybody else those of charts of their own. */
  emergencies(
    { person }: Session,
    page: { limit: number; offset: number },
  ): Promise<Result<{ rows: EmergencyAccess[]; total: number }>> {
    const forPerson = may(person, 'audit:read') ? null : person.id
    return this.#with.records.look(actorOf(person), 'chart.emergencies-read', EVERY_CHART, async (charts) =>
      ok(await readAccesses(charts, { ...page, forPerson })),
    )
  }

  /** Emergency accesses to charts of one's own that are news to this person. */
  notices({ person }: Session): Promise<Result<EmergencyAccess[]>> {
    const { records } = this.#with
    return records.look(actorOf(person), 'chart.emergencies-read', EVERY_CHART, async (charts, unit) => {
      const ids = await unseenNotices(charts, person.id)
      if (ids.length > 0) return ok((await readAccesses(charts, { ids })).rows)
      unit.row(null)
      return ok([])
    })
  }

  noticesSeen({ person }: Session, ids: readonly string[]): Promise<Result<null>> {
    const { audit, clock, records } = this.#with
    const action = 'chart.emergency-seen'
    return records.run(actorOf(person), action, EVERY_CHART, async (charts, unit) => {
      unit.row(null)
      for (const { id, patientId } of await markSeen(charts, person.id, { ids, at: clock.now() })) {
        const entry = { personId: person.id, action, patientId, subject: id, outcome: 'done' } as const
        await audit.record(entry, charts)
      }
      return ok(null)
    })
  }

  async #change(
    personId: string,
    patientId: string,
    action: 'chart.restricted' | 'chart.restriction-lifted',
    change: (charts: ChartWriting, restriction: Restriction | null) => Promise<Result<null>>,
  ): Promise<Result<ChartAccessState>> {
    const { records, emergencies } = this.#with
    const changed = await records.run({ personId }, action, EVERY_CHART, async (charts, unit) => {
      unit.row({ patientId })
      unit.after(() => this.#tell(patientId))
      if (!(await findPatient(charts, patientId))) return failed('not-found')
      const restriction = await readRestriction(charts, patientId)
      const covered = (await emergencies.covering(personId, patientId, charts)) !== null
      return mayChange(restriction, personId, covered)
        ? change(charts, restriction)
        : failed('chart-restricted')
    })
    return changed.ok ? this.#state(personId, patientId) : changed
  }

  async #end(grant: Grant, how: How): Promise<Result<null>> {
    const { id, personId, patientId } = grant
    // First of all it covers nothing any more, whatever the disk says.
    if (!this.#with.emergencies.end(id)) return ok(null)
    const { records, clock } = this.#with
    const ended = await records.run(
      { personId },
      'chart.emergency-ended',
      EVERY_CHART,
      async (charts, unit) => {
        unit.row({ patientId, subject: id, emergency: true })
        // Another workstation may have closed it, and written that down.
        if (!(await endAccess(charts, id, { at: clock.now(), how }))) unit.row(null)
        return ok(null)
      },
    )
    await this.#tell(patientId)
    return ended
  }

  async #tell(patientId: string): Promise<void> {
    for (const listener of this.#listeners) await listener(patientId)
  }

  #state(personId: string, patientId: string): Promise<Result<ChartAccessState>> {
    return withStorageFailures(() =>
      this.#with.records.background(async (charts) => {
        const state = await this.#stateOf(personId, patientId, charts)
        return state ? ok(state) : failed('not-found')
      }),
    )
  }

  async #stateOf(
    personId: string,
    patientId: string,
    charts: ChartReading,
  ): Promise<ChartAccessState | null> {
    const patient = await findPatient(charts, patientId)
    if (!patient) return null
    const { givenName, familyName, preferredName } = patient
    const restriction = await readRestriction(charts, patientId)
    const level = await this.#with.access.level(personId, patientId, charts)
    const readers = level === 'listed' ? (restriction?.readers ?? []) : []
    const own = restriction?.readers.find(({ id }) => id === personId)?.resting ?? null
    return {
      patientId,
      givenName,
      familyName,
      preferredName,
      level,
      restrictedBy: restriction?.restrictedBy ?? '',
      readers: readers.map(({ active: _active, resting, ...reader }) => ({
        ...reader,
        resting: resting && restOf(resting),
      })),
      resting: own && restOf(own),
      emergencyLeft: level === 'emergency' ? this.#with.emergencies.left(personId, patientId) : null,
    }
  }
}

const actorOf = ({ id }: Session['person']) => ({ personId: id })

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
