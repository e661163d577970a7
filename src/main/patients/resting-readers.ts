/**
 * After a code that somebody else gave, nobody but the list can say who sits in front of the account: until somebody on
 * it does, the person's places on lists of restricted charts rest (F-713). An administrator can give a colleague's code
 * to himself; it opens the account, and none of these charts.
 */
import type { RestingColleague } from '../../shared/contract/charts'
import { failed, ok, type Result } from '../../shared/failures'
import type { Audit } from '../audit/audit'
import type { Clock } from '../platform/clock/clock'
import type { Session } from '../identity/session'
import { withStorageFailures } from '../records/database-errors'
import type { ChartReading, Writing } from '../records/handles'
import { EVERY_CHART, type Records } from '../records/unit-of-work'
import { readRestriction } from './chart-restrictions-repository'
import type { EmergencyGrants } from './emergency-grants'
import {
  restEverywhere,
  restingReaders,
  takeOffList,
  wake,
  type RestingReader,
} from './resting-readers-repository'

type Dependencies = {
  records: Records
  audit: Audit
  clock: Clock
  emergencies: Pick<EmergencyGrants, 'covering'>
  changed: (patientId: string) => Promise<void>
}

/** `list`: on the list themselves. `emergency`: nobody on it can say anything, and the chart is open in an emergency. */
type AnswersAs = 'list' | 'emergency' | null

export class RestingReaders {
  readonly #with: Dependencies

  constructor(dependencies: Dependencies) {
    this.#with = dependencies
  }

  /** In the transaction in which the code is used up. It closes charts and opens none. */
  async rest({ personId, issuedBy }: { personId: string; issuedBy: string }, handle: Writing): Promise<void> {
    if (issuedBy === personId) return
    const since = this.#with.clock.now()
    for (const patientId of await restEverywhere(handle, { personId, codeIssuedBy: issuedBy, since })) {
      const entry = { personId, action: 'chart.reader-rests', patientId, subject: personId } as const
      await this.#with.audit.record({ ...entry, outcome: 'done' }, handle)
    }
  }

  /** Colleagues who rest on lists that this person may answer for; says of how many charts, not of which. */
  waiting({ person }: Session): Promise<Result<RestingColleague[]>> {
    return withStorageFailures(() =>
      this.#with.records.background(async (charts) => {
        const waiting = new Map<string, RestingColleague>()
        for (const reader of await restingReaders(charts)) {
          if ((await this.#answersAs(person.id, reader, charts)) === null) continue
          const { personId, displayName, issuerName, since } = reader
          const count = (waiting.get(personId)?.charts ?? 0) + 1
          waiting.set(personId, { personId, displayName, issuerName, since, charts: count })
        }
        return ok([...waiting.values()])
      }),
    )
  }

  /**
   * On every list that `person` may answer for. Not them: off these lists; an emergency takes nobody off. `not-found`
   * when there is none.
   */
  settle(
    { person }: Session,
    { personId, isThem }: { personId: string; isThem: boolean },
  ): Promise<Result<null>> {
    const { audit, records, changed } = this.#with
    const action = isThem ? 'chart.reader-confirmed' : 'chart.reader-removed'
    return records.run({ personId: person.id }, action, EVERY_CHART, async (charts, unit) => {
      unit.row({ subject: personId })
      let settled = 0
      for (const reader of await restingReaders(charts)) {
        if (reader.personId !== personId) continue
        const as = await this.#answersAs(person.id, reader, charts)
        if (as === null || (as === 'emergency' && !isThem)) continue
        const { patientId } = reader
        await (isThem ? wake(charts, reader) : takeOffList(charts, reader))
        const entry = { personId: person.id, action, patientId, subject: personId } as const
        await audit.record({ ...entry, outcome: 'done' }, charts)
        unit.after(() => changed(patientId))
        settled += 1
      }
      if (settled === 0) return failed('not-found')
      // Each list has a row of its own.
      unit.row(null)
      return ok(null)
    })
  }

  async #answersAs(asker: string, reader: RestingReader, charts: ChartReading): Promise<AnswersAs> {
    const readers = (await readRestriction(charts, reader.patientId))?.readers ?? []
    const covered = (await this.#with.emergencies.covering(asker, reader.patientId, charts)) !== null
    return mayAnswerFor(asker, reader, readers, covered)
  }
}

/**
 * Pure: somebody else on the list who does not rest. Where there is none, whoever has opened the chart in an emergency,
 * but neither a person who rests on it nor the one who gave the code.
 */
export function mayAnswerFor(
  asker: string,
  reader: Pick<RestingReader, 'personId' | 'codeIssuedBy'>,
  readers: readonly { id: string; active: boolean; resting: unknown }[],
  emergency: boolean,
): AnswersAs {
  const own = readers.find(({ id }) => id === asker)
  if (own) return own.resting === null ? 'list' : null
  const somebody = readers.some(({ active, resting }) => active && resting === null)
  return emergency && !somebody && asker !== reader.codeIssuedBy ? 'emergency' : null
}
