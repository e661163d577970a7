/**
 * The process that gets killed: opens the real encrypted file with the app's own services, refreshes, persists and uses
 * the new token over real HTTP. Told what to do by lines of JSON on stdin, answers by words on stdout.
 *
 * `verify`: reach a working session once. `loop`: the same, then refresh without end. `once`: wait for "go", refresh once.
 */
import { testChain } from '../../src/main/records/temporary-database'
import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { sql } from 'kysely'
import { createAudit } from '../../src/main/audit/audit-service'
import { PlansService } from '../../src/main/chart/plans-service'
import { systemClock, type Clock } from '../../src/main/platform/clock/clock'
import { clinicRequest } from '../../src/main/integrations/fullscript/api/clinic'
import { createFullscriptServices } from '../../src/main/integrations/fullscript/services'
import { silentLogger } from '../../src/main/platform/logging/logger'
import { CurrentSession } from '../../src/main/identity/current-session'
import { createDoor, createRegistry } from '../../src/main/patients/registry'
import { NEWEST_VERSION } from '../../src/main/records/migrations/index'
import type { Person } from '../../src/shared/contract/people'
import { recordsWorker } from '../support/records-worker-beside'
import { roleOf } from '../support/roles'

export type ChildOrder = {
  role: 'verify' | 'loop' | 'once'
  file: string
  journal: 'wal' | 'delete'
  personId: string
  /** Hex. */
  databaseKey: string
  personKey: string
  practiceKey: string
}

const TWO_HOURS = 7_200_000

/** Only monotonic time is moved on, so that each round finds its token expired. */
let skipped = 0
const clock: Clock = { ...systemClock, monotonic: () => systemClock.monotonic() + skipped }

const say = (word: string) => process.stdout.write(`${word}\n`)

async function start(order: ChildOrder) {
  const bytes = (hex: string) => Buffer.from(hex, 'hex')
  const database = await recordsWorker.open({
    file: order.file,
    key: bytes(order.databaseKey),
    mode: 'write',
    newestVersion: NEWEST_VERSION,
  })
  if (order.journal === 'delete') await sql`PRAGMA journal_mode = DELETE`.execute(database)
  const sessions = new CurrentSession(clock, silentLogger)
  const door = createDoor({
    logger: silentLogger,
    database,
    stationId: 'station',
    clock,
    audit: createAudit({ clock, appVersion: '0.0.0', chain: testChain() }),
  })
  const { patients } = createRegistry({ ...door, clock, sessions })
  const { audit, records } = door
  const services = createFullscriptServices({
    records,
    sessions,
    audit,
    clock,
    logger: silentLogger,
    stationId: 'station',
    fetch,
    build: 'test',
    redirectUris: () => [],
    defaultOriginUri: 'https://app.yarrow.localhost',
    defaultLoopbackPorts: [],
    everybody: () => Promise.resolve([]),
    plans: new PlansService({ records, audit, clock }),
    patients,
  })
  const nobody = { username: '', displayName: '', credentials: '', practiceName: '' }
  const person: Person = { ...nobody, id: order.personId, ...roleOf('practitioner-administrator') }
  const { personKey, practiceKey } = order
  await sessions.begin({
    id: randomUUID(),
    person,
    personKey: bytes(personKey),
    practiceKey: bytes(practiceKey),
  })
  return services
}

/** As the system numbers it; found as the one that starting the engine adds. */
async function startRecordsThread(): Promise<string> {
  if (process.platform !== 'linux') return ''
  const threads = () => readdirSync('/proc/self/task')
  // The threads that wait for the disk are there from their first use on.
  await stat('.')
  const before = new Set(threads())
  await recordsWorker.versions()
  return threads().find((thread) => !before.has(thread)) ?? ''
}

async function obey(order: ChildOrder, nextLine: () => Promise<string>): Promise<void> {
  const recordsThread = await startRecordsThread()
  const { api, contexts } = await start(order)
  const use = async () => {
    const context = await contexts.current()
    const answer = context.ok ? await api.call(context.value, clinicRequest()) : context
    return answer.ok ? 'working' : `failed ${answer.failure.code}`
  }
  if (order.role === 'once') {
    // Uses the current token first, so that the window holds one refresh and nothing else.
    const before = await use()
    say(before === 'working' ? `opened ${recordsThread}` : before)
    await nextLine()
    skipped += TWO_HOURS
  }
  say(await use())
  while (order.role === 'loop') {
    skipped += TWO_HOURS
    const outcome = await use()
    if (outcome !== 'working') say(outcome)
  }
}

const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
const nextLine = async () => String((await lines.next()).value)
say('ready')
await obey(JSON.parse(await nextLine()) as ChildOrder, nextLine)
// Ends only when told to or killed: nothing after the last use belongs to what is tested.
await nextLine()
process.exit(0)
