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
import type { DatabaseOrTransaction } from '../records/database'
import { withStorageFailures } from '../records/database-errors'
import { inTransaction } from '../records/transaction'
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
  database: DatabaseOrTransaction
  audit: Audit
  clock: Clock
  emergencies: Pick<EmergencyGrants, 'covering'>
  changed: (patientId: string) => Promise<void>
}

/** `list`: on the list themselves. `emergency`: nobody on it can say anything, and the chart is open in an emergency. */
type Standing = 'list' | 'emergency' | null

export class RestingReaders {
  readonly #with: Dependencies

  constructor(dependencies: Dependencies) {
    this.#with = dependencies
  }

  /** In the transaction in which the code is used up. */
  async rest(
    { personId, issuedBy }: { personId: string; issuedBy: string },
    within: DatabaseOrTransaction,
  ): Promise<void> {
    if (issuedBy === personId) return
    const since = this.#with.clock.now()
    for (const patientId of await restEverywhere(within, { personId, codeIssuedBy: issuedBy, since })) {
      const entry = { personId, action: 'chart.reader-rests', patientId, subject: personId } as const
      await this.#with.audit.record({ ...entry, outcome: 'done' }, within)
    }
  }

  /** Colleagues who rest on lists that this person may answer for; says of how many charts, not of which. */
  waiting({ person }: Session): Promise<Result<RestingColleague[]>> {
    return this.#together(async (within) => {
      const waiting = new Map<string, RestingColleague>()
      for (const reader of await restingReaders(within)) {
        if ((await this.#standing(person.id, reader, within)) === null) continue
        const { personId, displayName, issuerName, since } = reader
        const charts = (waiting.get(personId)?.charts ?? 0) + 1
        waiting.set(personId, { personId, displayName, issuerName, since, charts })
      }
      return ok([...waiting.values()])
    })
  }

  /**
   * On every list that `person` may answer for. Not them: off these lists; an emergency takes nobody off. `not-found`
   * when there is none.
   */
  async settle(
    { person }: Session,
    { personId, isThem }: { personId: string; isThem: boolean },
  ): Promise<Result<null>> {
    const { audit } = this.#with
    const action = isThem ? 'chart.reader-confirmed' : 'chart.reader-removed'
    const settled = await this.#together(async (within) => {
      const patientIds = []
      for (const reader of await restingReaders(within)) {
        if (reader.personId !== personId) continue
        const standing = await this.#standing(person.id, reader, within)
        if (standing === null || (standing === 'emergency' && !isThem)) continue
        const { patientId } = reader
        await (isThem ? wake(within, reader) : takeOffList(within, reader))
        const entry = { personId: person.id, action, patientId, subject: personId } as const
        await audit.record({ ...entry, outcome: 'done' }, within)
        patientIds.push(patientId)
      }
      if (patientIds.length > 0) return ok(patientIds)
      await audit.record({ personId: person.id, action, subject: personId, outcome: 'failed' }, within)
      return failed('not-found')
    })
    if (!settled.ok) return settled
    for (const patientId of settled.value) await this.#with.changed(patientId)
    return ok(null)
  }

  async #standing(asker: string, reader: RestingReader, within: DatabaseOrTransaction): Promise<Standing> {
    const readers = (await readRestriction(within, reader.patientId))?.readers ?? []
    const covered = this.#with.emergencies.covering(asker, reader.patientId) !== null
    return mayAnswerFor(asker, reader, readers, covered)
  }

  #together<T>(work: (within: DatabaseOrTransaction) => Promise<Result<T>>): Promise<Result<T>> {
    return withStorageFailures(() => inTransaction(this.#with.database, work))
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
): Standing {
  const own = readers.find(({ id }) => id === asker)
  if (own) return own.resting === null ? 'list' : null
  const somebody = readers.some(({ active, resting }) => active && resting === null)
  return emergency && !somebody && asker !== reader.codeIssuedBy ? 'emergency' : null
}
