/** The practice itself: one row in each vault. */
import { failed, ok, type Result } from '../../shared/failures'
import type { DatabaseOrTransaction } from '../records/database'
import { withStorageFailures } from '../records/database-errors'

export type Practice = { name: string; region: 'US' | 'CA'; demo: boolean }

export interface Practices {
  /** Null before the practice was set up. */
  current(): Promise<Practice | null>
  /** `invalid-input` with detail `practice` when there is one already. */
  create(practice: Practice): Promise<Result<null>>
}

export const createPractices = ({ database }: { database: DatabaseOrTransaction }): Practices => {
  const current = async (): Promise<Practice | null> => {
    const row = await database.selectFrom('practice').selectAll().executeTakeFirst()
    return row ? { name: row.name, region: row.region, demo: row.demo === 1 } : null
  }
  return {
    current,
    create: ({ name, region, demo }) =>
      withStorageFailures(async () => {
        if (await current()) return failed('invalid-input', { detail: 'practice' })
        await database
          .insertInto('practice')
          .values({ id: 1, name, region, demo: demo ? 1 : 0 })
          .execute()
        return ok(null)
      }),
  }
}
