/** One person with a key in an encrypted file, and a look at that person's draft in any copy of the file. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock as clock } from '../../src/main/platform/clock/clock'
import { createDrafts } from '../../src/main/drafts/drafts-service'
import { newKey } from '../../src/main/platform/crypto/seal'
import { migrate } from '../../src/main/records/migrate'
import { migrations, NEWEST_VERSION } from '../../src/main/records/migrations/index'
import { recordsOver } from '../../src/main/records/temporary-database'
import { authorOf, draftText, type DraftsOrder } from './drafts-order'
import { recordsWorker } from '../support/records-worker'

/** What a child is told, without its part. */
type Records = Omit<DraftsOrder, 'role' | 'sizes' | 'every'>

export type DraftRecords = Awaited<ReturnType<typeof makeDraftRecords>>

/** A first draft is there already. */
export async function makeDraftRecords() {
  const folder = mkdtempSync(join(tmpdir(), 'yarrow-drafts-'))
  const [databaseKey, personKey, personId] = [newKey(), newKey(), randomUUID()]
  const records: Records = {
    file: join(folder, 'yarrow.db'),
    databaseKey: databaseKey.toString('hex'),
    personKey: personKey.toString('hex'),
    personId,
    key: 'patient:new',
  }
  const database = await recordsWorker.open({
    file: records.file,
    key: databaseKey,
    mode: 'create',
    newestVersion: NEWEST_VERSION,
  })
  await migrate(database, migrations)
  const june = { username: 'june', displayName: 'June', credentials: '', npi: '', role: 'staff' as const }
  await database
    .insertInto('person')
    .values({ ...june, id: personId, active: 1, createdAt: clock.now() })
    .execute()
  const author = authorOf({ ...records, role: 'save', sizes: [] })
  await createDrafts({ records: recordsOver({ database, clock }).records, clock }).save(author, {
    key: records.key,
    text: draftText(0, 1),
  })
  await database.destroy()
  const remove = () => {
    rmSync(folder, { recursive: true, force: true })
  }
  return { folder, records, remove }
}

/** The draft as the next start finds it; null when the file does not open, is damaged, or has none. */
export async function reopenedDraft(records: Records): Promise<string | null> {
  try {
    const database = await recordsWorker.open({
      file: records.file,
      key: Buffer.from(records.databaseKey, 'hex'),
      mode: 'write',
      newestVersion: NEWEST_VERSION,
    })
    try {
      const mine = await createDrafts({ records: recordsOver({ database, clock }).records, clock }).mine(
        authorOf({ ...records, role: 'save', sizes: [] }),
      )
      return mine.ok ? (mine.value.drafts.find(({ key }) => key === records.key)?.text ?? null) : null
    } finally {
      await database.destroy()
    }
  } catch {
    return null
  }
}
