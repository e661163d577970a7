/**
 * The process in which somebody types: opens the real encrypted file with the app's own services and keeps what is typed
 * with the window's own draft store, main's drafts service behind it. Told once by a line of JSON on stdin.
 *
 * `type`: types without end, a letter every few milliseconds; says `typed <n> <ms>` for each and `saved <n>` when main
 * said that a save was done. `save`: saves the texts of given sizes one after the other; says `saved <n>` after each.
 */
import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { systemClock as clock } from '../../src/main/platform/clock/clock'
import { createDrafts } from '../../src/main/drafts/drafts-service'
import { recordsOver } from '../../src/main/records/temporary-database'
import { NEWEST_VERSION } from '../../src/main/records/migrations/index'
import { DraftStore } from '../../src/renderer/src/data/draft-store'
import { authorOf, draftText, type DraftsOrder } from './drafts-order'
import { recordsWorker } from '../support/records-worker-beside'

// Not through a stream: what was said must be out before the process dies.
const say = (word: string) => writeSync(1, `${word}\n`)
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const nextLine = async () => String((await lines.next()).value)
say('ready')
const order = JSON.parse(await nextLine()) as DraftsOrder
const database = await recordsWorker.open({
  file: order.file,
  key: Buffer.from(order.databaseKey, 'hex'),
  mode: 'write',
  newestVersion: NEWEST_VERSION,
})
const drafts = createDrafts({ records: recordsOver({ database, clock }).records, clock })
const author = authorOf(order)

if (order.role === 'save') {
  for (const [index, size] of order.sizes.entries()) {
    const saved = await drafts.save(author, { key: order.key, text: draftText(index + 1, size) })
    say(saved.ok ? `saved ${String(index + 1)}` : `failed ${saved.failure.code}`)
  }
  // As if it had been killed: what closing the file writes does not belong to what is tested.
  process.exit(0)
}

// What the store uses of the window it lives in.
Object.assign(globalThis, { window: { setTimeout, clearTimeout } })
const store = new DraftStore(
  {
    mine: () => Promise.reject(new Error('Not asked for')),
    savePlace: () => Promise.reject(new Error('Not asked for')),
    discard: ({ key }) => drafts.discard(order.personId, key),
    async save({ key, text }) {
      const saved = await drafts.save(author, { key, text })
      if (saved.ok) say(`saved ${String(text.length)}`)
      return saved
    },
  },
  [],
)
for (let typed = 1; ; typed += 1) {
  store.keep(order.key, draftText(1, typed))
  say(`typed ${String(typed)} ${performance.now().toFixed(1)}`)
  await pause(order.every)
}
