/** The fake bridge's restricted charts and emergency accesses. */
import type { WindowBridge } from '../../../../shared/contract'
import type {
  ChartAccessState,
  EmergencyAccess,
  Rest,
  RestingColleague,
} from '../../../../shared/contract/charts'
import type { Patient } from '../../../../shared/contract/patients'
import type { Person } from '../../../../shared/contract/people'
import { failed, ok, type Result } from '../../../../shared/failures'
import { PEOPLE } from '../sample-data'

/** A chart that only `readers` may open. */
export type FakeRestriction = { readers: string[]; restrictedBy: string; resting?: Record<string, Rest> }

const HOUR = 3_600_000

type Host = {
  answer: <T>(name: string, input: unknown, make: () => Result<T>) => Promise<Result<T>>
  patients: () => Patient[]
  person: () => Person | null
  changed: (patientId: string) => void
}

export class FakeCharts {
  restrictions: Record<string, FakeRestriction> = {}
  emergencies: EmergencyAccess[] = []
  notices: EmergencyAccess[] = []
  /** Patients whose charts are open in an emergency. */
  readonly covered = new Set<string>()
  readonly #host: Host

  constructor(host: Host) {
    this.#host = host
  }

  standing(patientId: string): ChartAccessState['standing'] {
    const restriction = this.restrictions[patientId]
    if (!restriction) return 'free'
    const me = this.#host.person()?.id ?? ''
    if (restriction.readers.includes(me) && !restriction.resting?.[me]) return 'listed'
    return this.covered.has(patientId) ? 'emergency' : 'closed'
  }

  /** As when the time is up. */
  lapse(patientId: string): void {
    this.covered.delete(patientId)
    this.#host.changed(patientId)
  }

  readonly bridge: WindowBridge['charts'] = {
    access: (input) => this.#host.answer('charts.access', input, () => this.#state(input.patientId)),
    colleagues: () =>
      this.#host.answer('charts.colleagues', undefined, () =>
        ok(PEOPLE.map(({ id, displayName, credentials }) => ({ id, displayName, credentials }))),
      ),
    restrict: (input) =>
      this.#host.answer('charts.restrict', input, () => {
        const person = this.#host.person()
        const before = this.restrictions[input.patientId]?.restrictedBy
        const restrictedBy = before ?? person?.displayName ?? ''
        const readers = [...new Set([person?.id ?? '', ...input.personIds])]
        this.restrictions[input.patientId] = { readers, restrictedBy }
        return this.#changed(input.patientId)
      }),
    lift: (input) =>
      this.#host.answer('charts.lift', input, () => {
        const { [input.patientId]: _lifted, ...others } = this.restrictions
        this.restrictions = others
        return this.#changed(input.patientId)
      }),
    openInEmergency: (input) =>
      this.#host.answer('charts.openInEmergency', input, () => {
        this.covered.add(input.patientId)
        return this.#changed(input.patientId)
      }),
    endEmergency: (input) =>
      this.#host.answer('charts.endEmergency', input, () => {
        this.covered.delete(input.patientId)
        return this.#changed(input.patientId)
      }),
    restingReaders: () => this.#host.answer('charts.restingReaders', undefined, () => ok(this.#waiting())),
    settleReader: (input) =>
      this.#host.answer('charts.settleReader', input, () => {
        if (!this.#waiting().some(({ personId }) => personId === input.personId)) return failed('not-found')
        for (const [patientId, restriction] of Object.entries(this.restrictions)) {
          const { [input.personId]: settled, ...resting } = restriction.resting ?? {}
          if (!settled) continue
          const readers = restriction.readers.filter((id) => input.isThem || id !== input.personId)
          this.restrictions[patientId] = { ...restriction, readers, resting }
          this.#host.changed(patientId)
        }
        return ok(null)
      }),
    emergencies: (input) =>
      this.#host.answer('charts.emergencies', input, () =>
        ok({
          rows: this.emergencies.slice(input.offset, input.offset + input.limit),
          total: this.emergencies.length,
        }),
      ),
    notices: () => this.#host.answer('charts.notices', undefined, () => ok(this.notices)),
    noticesSeen: (input) =>
      this.#host.answer('charts.noticesSeen', input, () => {
        this.notices = this.notices.filter(({ id }) => !input.ids.includes(id))
        return ok(null)
      }),
  }

  #waiting(): RestingColleague[] {
    const me = this.#host.person()?.id ?? ''
    const waiting = new Map<string, RestingColleague>()
    for (const { readers, resting } of Object.values(this.restrictions)) {
      if (!readers.includes(me) || resting?.[me]) continue
      for (const [personId, rest] of Object.entries(resting ?? {})) {
        const displayName = PEOPLE.find(({ id }) => id === personId)?.displayName ?? ''
        const charts = (waiting.get(personId)?.charts ?? 0) + 1
        waiting.set(personId, { personId, displayName, charts, ...rest })
      }
    }
    return [...waiting.values()]
  }

  #changed(patientId: string): Result<ChartAccessState> {
    this.#host.changed(patientId)
    return this.#state(patientId)
  }

  #state(patientId: string): Result<ChartAccessState> {
    const patient = this.#host.patients().find(({ id }) => id === patientId)
    if (!patient) return failed('not-found')
    const { givenName, familyName, preferredName } = patient
    const restriction = this.restrictions[patientId]
    const standing = this.standing(patientId)
    const listed = standing === 'listed' ? (restriction?.readers ?? []) : []
    return ok({
      ...{ patientId, givenName, familyName, preferredName, standing },
      restrictedBy: restriction?.restrictedBy ?? '',
      readers: PEOPLE.filter(({ id }) => listed.includes(id)).map(({ id, displayName, credentials }) => ({
        id,
        displayName,
        credentials,
        resting: restriction?.resting?.[id] ?? null,
      })),
      resting: restriction?.resting?.[this.#host.person()?.id ?? ''] ?? null,
      emergencyLeft: standing === 'emergency' ? HOUR : null,
    })
  }
}
