/**
 * S-12: a hostile page. Every call of both bridges, with inputs of every kind that is no input of that call, from the page
 * itself and from every sender that is not the page, on real records with an administrator signed in. Nothing may be thrown,
 * done, answered, polluted or told.
 */
import fc from 'fast-check'
import { isTrustedSender, type SenderFrame } from '../../src/main/bridge/trusted-sender'
import { countCrashes, type FaultFigure } from './callbacks-crashes'
import { CALLS, openPractice, tablesOf, type Practice } from './deeds-practice'
import { ADMINISTRATOR, PASSWORDS, Staff } from './staff'

const PAGE = { origin: 'app://yarrow', contentsId: 1 }

/** What Electron says about a message, for everybody who is not the page. */
const SENDERS: { senderFrame: SenderFrame | null; sender: { id: number } }[] = [
  { senderFrame: null, sender: { id: 1 } },
  ...['app://yarrow/', 'app://yarrow.evil', 'https://us.fullscript.com', 'data:', 'file://', 'null', ''].map(
    (origin) => ({ senderFrame: { origin, parent: null }, sender: { id: 1 } }),
  ),
  // A frame in the page, a page that has gone, another window.
  { senderFrame: { origin: PAGE.origin, parent: {} }, sender: { id: 1 } },
  { senderFrame: { origin: PAGE.origin, parent: null, detached: true }, sender: { id: 1 } },
  { senderFrame: { origin: PAGE.origin, parent: null }, sender: { id: 2 } },
]

const deep = fc.integer({ min: 1, max: 300 }).map((levels) => {
  let value: unknown = 'bottom'
  for (let level = 0; level < levels; level += 1) value = level % 2 ? [value] : { patientId: value }
  return value
})

/** Names that calls know, so that a part of an input is often right. */
const NAMES = [
  'id',
  'patientId',
  'personId',
  'username',
  'password',
  'code',
  'environment',
  'query',
  'name',
  'hosts',
  'fields',
  'givenName',
]

const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.anything({
    withBigInt: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withTypedArray: true,
  }),
  fc.dictionary(
    fc.oneof(fc.constantFrom(...NAMES), fc.string({ maxLength: 12 })),
    fc.oneof(fc.string(), fc.integer(), fc.constantFrom<unknown>(null, undefined, {}, [], PASSWORDS.june)),
    { maxKeys: 8 },
  ),
  fc.constantFrom<unknown>(
    null,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -0,
    Symbol('s'),
    () => 'function',
    'x'.repeat(300_000),
    new Array(10_000).fill({}),
    new Error('x'),
    new Proxy({}, {}),
    new Uint8Array(1_000),
    '../../etc/passwd',
    "'; DROP TABLE person; --",
    '\u{d800}',
    JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'),
    Object.create({ patientId: 'inherited' }),
  ),
  deep,
)

type Report = { tried: number; bad: string[] }

/** `anybody`: a bridge that does not look at who speaks, which the run must notice. */
export async function reportBridge({
  count,
  seed,
  anybody = false,
}: {
  count: number
  seed: number
  anybody?: boolean
}): Promise<Report> {
  const practice = await openPractice()
  const staff = new Staff(practice)
  const crashes = countCrashes()
  const report: Report = { tried: 0, bad: [] }
  try {
    await staff.must('setup.createPractice', {
      ...{ practiceName: 'Meadowlark', region: 'US', username: 'june', password: PASSWORDS.june },
      administrator: ADMINISTRATOR,
    })
    const before = JSON.stringify(await tablesOf(practice.database))
    const session = practice.records.people.current()?.id
    const names = [...CALLS.keys()]
    const cases = fc.sample(
      fc.record({
        name: fc.constantFrom(...names),
        input: anything,
        sender: fc.integer({ min: -1, max: 40 }),
      }),
      { numRuns: count, seed },
    )
    for (const one of cases) {
      const wrong = await tryOne(practice, staff, { ...one, anybody })
      if (wrong !== null) report.bad.push(`${one.name}: ${wrong}`)
      report.tried += 1
    }
    await practice.quiet()
    if (JSON.stringify(await tablesOf(practice.database)) !== before) report.bad.push('the records changed')
    if (practice.records.people.current()?.id !== session) report.bad.push('the session changed')
    if (Reflect.get({}, 'polluted') !== undefined) report.bad.push('a prototype was polluted')
    if (crashes.count() > 0) report.bad.push(`${String(crashes.count())} errors that nobody caught`)
    return report
  } finally {
    crashes.stop()
    await practice.dispose()
  }
}

/** What was wrong with the answer; null when nothing was. */
async function tryOne(
  practice: Practice,
  staff: Staff,
  { name, input, sender, anybody }: { name: string; input: unknown; sender: number; anybody: boolean },
): Promise<string | null> {
  const event = SENDERS[sender] ?? { senderFrame: { origin: PAGE.origin, parent: null }, sender: { id: 1 } }
  const trusted = isTrustedSender(event, PAGE)
  // From the page itself, only what the contract does not take: what it takes would be a deed, and not a fault.
  if (trusted && takes(name, input)) return null
  let answer
  try {
    answer = await practice.call(name, input, trusted || anybody)
  } catch {
    return 'threw'
  }
  if (answer.ok) return 'was answered'
  if (answer.failure.code !== (trusted ? 'invalid-input' : 'not-allowed')) return answer.failure.code
  const said = JSON.stringify(answer)
  return staff.secrets.some((secret) => said.includes(secret)) ? 'told a secret' : null
}

function takes(name: string, input: unknown): boolean {
  try {
    return CALLS.get(name)?.input.safeParse(input).success === true
  } catch {
    return false
  }
}

export async function runBridgeCalls(size: { count: number; seed: number }): Promise<FaultFigure> {
  const { tried, bad } = await reportBridge(size)
  for (const one of bad) console.error(one)
  const figure = 'hostile calls on both bridges: thrown, answered, done or told'
  return { id: 'S-12', figure, tried, bad: bad.length, seed: size.seed }
}
