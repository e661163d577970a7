/**
 * Proves: every call of both bridges is allowed and refused as docs/capability-matrix.md says, for every role that a
 * practice begins with, signed out and locked. The table there is made of what the real contract, roles and check do
 * here: `npx vitest run tests/security/capability-matrix.test.ts -u` writes it anew, and whoever reads the change reads
 * who may do what from now on.
 */
import { format } from 'prettier'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { answerCall, type Gate } from '../../src/main/bridge/answer-call'
import type { People } from '../../src/main/identity/people-service'
import { ManualClock } from '../../src/main/platform/clock/manual-clock'
import { newKey } from '../../src/main/platform/crypto/seal'
import { silentLogger as logger } from '../../src/main/platform/logging/logger'
import { temporaryDatabase } from '../../src/main/records/temporary-database'
import { may } from '../../src/shared/capabilities'
import { everyCall } from '../../src/shared/contract'
import { failed } from '../../src/shared/failures'
import { DEFAULT_ROLES, DEFAULT_ROLE_IDS } from '../../src/shared/roles'
import { peopleOver } from '../support/benches/people'

const PASSWORD = 'a green meadow in the rain'
const STATES = ['signed out', 'locked', ...DEFAULT_ROLE_IDS] as const
type State = (typeof STATES)[number]

let people: People
let dispose: () => Promise<void>
const gate: Gate = {
  sessionId: () => people.current()?.id ?? null,
  allowed: (needed) => may(people.current()?.person ?? null, needed),
}

beforeAll(async () => {
  const temporary = await temporaryDatabase()
  ;({ dispose } = temporary)
  people = peopleOver({ database: temporary.database, clock: new ManualClock() })
  const practiceKey = newKey()
  for (const role of DEFAULT_ROLE_IDS) {
    const fields = { username: role, displayName: role, credentials: '', npi: '', role, password: PASSWORD }
    const created = await people.createPerson(fields, practiceKey)
    if (!created.ok) throw new Error(created.failure.code)
  }
})
afterAll(() => dispose())

async function enter(state: State) {
  if (state === 'signed out') return people.signOut()
  const signedIn = await people.signIn(state === 'locked' ? 'practitioner-administrator' : state, PASSWORD)
  if (!signedIn.ok) throw new Error(signedIn.failure.code)
  if (state === 'locked') await people.lock()
}

/** Whether the call's handler is reached, by a call that takes anything at all, so that nothing but the person decides. */
async function reaches({ name, contract }: (typeof everyCall)[number], trusted = true): Promise<boolean> {
  const open = { ...contract, input: contract.input.optional().catch(undefined) }
  const handler = vi.fn(() => failed('not-found'))
  const options = { gate, logger, newReference: () => 'R' }
  const answer = await answerCall({ name, contract: open, handler }, undefined, trusted, options)
  const reached = handler.mock.calls.length > 0
  const refused = trusted && !people.current() ? 'signed-out' : 'not-allowed'
  expect(answer).toMatchObject({ failure: { code: reached ? 'not-found' : refused } })
  return reached
}

test('164.312(a)(1), 170.315(d)(1), F-506: who may call what is as the table says, and a stranger may nothing', async () => {
  const cells = new Map(everyCall.map(({ name }): [string, string[]] => [name, []]))
  for (const state of STATES) {
    await enter(state)
    const now = people.state()
    expect(now.state).toBe(state === 'signed out' || state === 'locked' ? state.replace(' ', '-') : 'open')
    expect(people.current()?.person.role ?? state).toBe(state)
    for (const call of everyCall) {
      cells.get(call.name)?.push((await reaches(call)) ? 'yes' : '')
      expect(await reaches(call, false)).toBe(false)
    }
  }
  const heads = ['Signed out', 'Locked', ...DEFAULT_ROLE_IDS.map((id) => DEFAULT_ROLES[id].name)]
  const line = (...parts: string[]) => `| ${parts.join(' | ')} |`
  const table = [
    '# Who may call what',
    '',
    'Every call of the bridges (`src/shared/contract/`), what it needs (`src/shared/capabilities.ts`), and who may with',
    'the roles that a practice begins with (`src/shared/roles.ts`). Made of what really happens by',
    '`tests/security/capability-matrix.test.ts`, which says how to write it anew.',
    '',
    line('Call', 'Needs', ...heads),
    line('---', '---', ...heads.map(() => '---')),
    ...everyCall.map(({ name, contract }) =>
      line(`\`${name}\``, contract.capability, ...(cells.get(name) ?? [])),
    ),
  ]
  await expect(await format(table.join('\n'), { parser: 'markdown' })).toMatchFileSnapshot(
    '../../docs/capability-matrix.md',
  )
})

test('office staff prescribe nothing, restrict nothing, and read no notes and no allergies', async () => {
  await enter('staff')
  const clinical = [
    'plans:prescribe',
    'notes:read',
    'notes:write',
    'patients:restrict',
    'allergies:read',
  ] as const
  for (const capability of clinical) expect(gate.allowed(capability)).toBe(false)
})
