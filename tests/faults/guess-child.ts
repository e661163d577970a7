/**
 * The process in which somebody guesses: opens the real encrypted file with the app's own services and tries one secret
 * after the other, and ends itself with SIGKILL at the moment it is told. Orders are lines of JSON on stdin.
 *
 * Answers on stdout: after the first order `tries <kept count>`; then for each try `looking` when the secret is about to
 * be compared, and the answer as JSON.
 */
import { testChain } from '../../src/main/records/temporary-database'
import type { KyselyPlugin, RootOperationNode } from 'kysely'
import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { createAudit } from '../../src/main/audit/audit-service'
import { systemClock, type Clock } from '../../src/main/platform/clock/clock'
import type { People } from '../../src/main/identity/people-service'
import type { Database } from '../../src/main/records/database'
import { NEWEST_VERSION } from '../../src/main/records/migrations/index'
import type { GuessAnswer, GuessOrder, Moment } from './guess-order'
import { peopleOver } from '../support/benches/people'
import { recordsWorker } from '../support/records-worker-beside'

const USERNAME = 'june'
/** The tables, as SQLite knows them, where secrets are kept; read when one is about to be compared. */
const SECRETS = new Set(['person_credential', 'person_recovery', 'access_code'])
/** Argon2 at its floor takes some tens of milliseconds. */
const IN_ARGON2_MS = 10

let [wall, passed] = [0, 0]
let dieAt: Moment | null = null
let told = false
const clock: Clock = {
  ...systemClock,
  now: () => systemClock.now() + wall,
  monotonic: () => systemClock.monotonic() + passed,
}

// Not through a stream: what was said must be out before the process dies.
const say = (word: string) => writeSync(1, `${word}\n`)
const reach = (moment: Moment) => {
  if (dieAt === moment) process.kill(process.pid, 'SIGKILL')
}

const isCount = (node: RootOperationNode) =>
  node.kind === 'InsertQueryNode' && node.into?.table.identifier.name === 'sign_in_try'

function isLook(node: RootOperationNode): boolean {
  const from = node.kind === 'SelectQueryNode' ? (node.from?.froms ?? []) : []
  return from.some((table) => table.kind === 'TableNode' && SECRETS.has(tableName(table)))
}
const tableName = (node: object) =>
  (node as { table: { identifier: { name: string } } }).table.identifier.name

/** Sees the count and the reading of the secret, wherever the services do them. */
function moments(): KyselyPlugin {
  const after = new WeakMap<object, () => void>()
  return {
    transformQuery: ({ node, queryId }) => {
      if (isCount(node)) {
        reach('counting')
        after.set(queryId, () => {
          reach('counted')
        })
      }
      if (isLook(node)) {
        after.set(queryId, () => {
          if (told) return
          told = true
          say('looking')
          reach('looking')
          if (dieAt === 'deriving') {
            setTimeout(() => {
              reach('deriving')
            }, IN_ARGON2_MS)
          }
        })
      }
      return node
    },
    transformResult: ({ result, queryId }) => {
      after.get(queryId)?.()
      return Promise.resolve(result)
    },
  }
}

function start(database: Database): People {
  const audit = createAudit({ clock, appVersion: '0', chain: testChain() })
  return peopleOver({
    database: database.withPlugin(moments()),
    clock,
    audit: {
      async record(entry, within) {
        reach('looked')
        await audit.record(entry, within)
        reach('written')
      },
      committed: () => undefined,
    },
  })
}

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const nextOrder = async () => JSON.parse(String((await lines.next()).value)) as GuessOrder
say('ready')
const first = await nextOrder()
if (!('open' in first)) throw new Error('Nothing was opened')
const { file, databaseKey } = first.open
const database = await recordsWorker.open({
  file,
  key: Buffer.from(databaseKey, 'hex'),
  mode: 'write',
  newestVersion: NEWEST_VERSION,
})
const kept = await database.selectFrom('signInTry').select('failedTries').executeTakeFirst()
const people = start(database)
say(`tries ${String(kept?.failedTries ?? 0)}`)
const NEW_PASSWORD = 'a yellow meadow in the sun'
for (;;) {
  const order = await nextOrder()
  if ('open' in order) continue
  ;({ wall, passed, dieAt } = order)
  told = false
  const { way, secret } = order
  const answer =
    way === 'password'
      ? await people.signIn(USERNAME, secret)
      : way === 'code'
        ? await people.entry.redeemCode(USERNAME, secret, NEW_PASSWORD)
        : await people.entry.recover(USERNAME, secret, NEW_PASSWORD)
  // A moment that comes late, such as one by the clock, must not end the process in the middle of the next try.
  dieAt = null
  const { code, retryAt } = answer.ok ? { code: '', retryAt: undefined } : answer.failure
  const retryIn = (retryAt ?? clock.now()) - clock.now()
  say(JSON.stringify({ opened: answer.ok, code, retryIn } satisfies GuessAnswer))
}
