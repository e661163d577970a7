/**
 * Proves: every call of both bridges is allowed and refused exactly as written out here, for every role, signed out and
 * locked, with the real contract, the real table and the real check; a call that is not written out fails.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { answerCall, type Gate } from '../../src/main/bridge/answer-call'
import { ManualClock } from '../../src/main/platform/clock/manual-clock'
import { may } from '../../src/main/identity/capabilities'
import type { People } from '../../src/main/identity/people-service'
import { silentLogger as logger } from '../../src/main/platform/logging/logger'
import { newKey } from '../../src/main/platform/crypto/seal'
import { temporaryDatabase } from '../../src/main/records/temporary-database'
import { embedBridgeCalls, windowCalls } from '../../src/shared/contract'
import type { CallContract } from '../../src/shared/contract/contract'
import { peopleOver } from '../support/benches/people'
import type { Role } from '../../src/shared/contract/people'
import { ENTRY_KINDS } from '../../src/shared/entry-kinds'
import { failed } from '../../src/shared/failures'

const PASSWORD = 'a green meadow in the rain'
const STATES = [
  'signed out',
  'locked',
  'staff',
  'practitioner',
  'administrator',
  'practitioner-administrator',
] as const
type State = (typeof STATES)[number]

/** In the order of STATES; x: allowed. */
const ANYONE = 'xxxxxx'
const EVERYBODY = '--xxxx'
const PRESCRIBERS = '---x-x'
const ADMINISTRATORS = '----xx'
const NOT_STAFF = '---xxx'

const EXPECTED: Record<string, string> = {
  'app.firstScreen': ANYONE,
  'app.info': ANYONE,
  'app.storage': ANYONE,
  'app.retryStorage': ANYONE,
  'app.openWithPassphrase': ANYONE,
  'app.createPassphraseVault': ANYONE,
  'app.openWithRecoveryCode': ANYONE,
  'app.openLink': EVERYBODY,
  'app.appearance': EVERYBODY,
  'app.setAppearance': EVERYBODY,
  'setup.state': ANYONE,
  'setup.createPractice': ANYONE,
  'setup.openDemo': ANYONE,
  'setup.leaveDemo': ANYONE,
  // Who may is decided with the state of the records (src/main/app/restoring.test.ts).
  'restore.choose': ANYONE,
  'restore.open': ANYONE,
  'restore.apply': ANYONE,
  'restore.cancel': ANYONE,
  'people.session': ANYONE,
  'people.signIn': ANYONE,
  'people.names': ANYONE,
  'people.signOut': EVERYBODY,
  'people.lock': EVERYBODY,
  'practice.settings': EVERYBODY,
  'practice.saveSettings': ADMINISTRATORS,
  'practice.changeKey': ADMINISTRATORS,
  'backups.state': ADMINISTRATORS,
  'backups.chooseFolder': ADMINISTRATORS,
  'backups.setNightly': ADMINISTRATORS,
  'backups.setPassphrase': ADMINISTRATORS,
  'backups.make': ADMINISTRATORS,
  'backups.cancel': ADMINISTRATORS,
  'backups.list': ADMINISTRATORS,
  'backups.prove': ADMINISTRATORS,
  'drafts.mine': EVERYBODY,
  'drafts.save': EVERYBODY,
  'drafts.discard': EVERYBODY,
  'drafts.keepPlace': EVERYBODY,
  'accounts.checkPassword': ANYONE,
  'accounts.redeemCode': ANYONE,
  'accounts.recover': ANYONE,
  'accounts.protection': EVERYBODY,
  'accounts.changePassword': EVERYBODY,
  'accounts.newRecoveryCode': EVERYBODY,
  'accounts.beginSecondFactor': EVERYBODY,
  'accounts.confirmSecondFactor': EVERYBODY,
  'accounts.endSecondFactor': EVERYBODY,
  'accounts.list': ADMINISTRATORS,
  'accounts.add': ADMINISTRATORS,
  'accounts.update': ADMINISTRATORS,
  'accounts.setActive': ADMINISTRATORS,
  'accounts.issueCode': ADMINISTRATORS,
  'accounts.allowTries': ADMINISTRATORS,
  'patients.search': EVERYBODY,
  'patients.get': EVERYBODY,
  'patients.create': EVERYBODY,
  'patients.update': EVERYBODY,
  'charts.access': EVERYBODY,
  'charts.colleagues': PRESCRIBERS,
  'charts.restrict': PRESCRIBERS,
  'charts.lift': PRESCRIBERS,
  'charts.openInEmergency': PRESCRIBERS,
  'charts.endEmergency': PRESCRIBERS,
  'charts.restingReaders': EVERYBODY,
  'charts.settleReader': EVERYBODY,
  'charts.emergencies': NOT_STAFF,
  'charts.notices': EVERYBODY,
  'charts.noticesSeen': EVERYBODY,
  ...everyEntryCall(PRESCRIBERS),
  'audit.state': ADMINISTRATORS,
  'audit.people': ADMINISTRATORS,
  'audit.search': ADMINISTRATORS,
  'audit.verify': ADMINISTRATORS,
  'audit.cancelVerify': ADMINISTRATORS,
  'audit.acknowledge': ADMINISTRATORS,
  'audit.exportCsv': ADMINISTRATORS,
  'audit.exportSigned': ADMINISTRATORS,
  'audit.forPatient': NOT_STAFF,
  'audit.disclosures': NOT_STAFF,
  'audit.printDisclosures': NOT_STAFF,
  'audit.keepDisclosures': NOT_STAFF,
  'plans.forPatient': EVERYBODY,
  'plans.refresh': EVERYBODY,
  'links.forPatient': EVERYBODY,
  'links.answer': EVERYBODY,
  'links.undo': EVERYBODY,
  'plans.fetchAnnounced': EVERYBODY,
  'fullscript.settings': ADMINISTRATORS,
  'fullscript.saveSettings': ADMINISTRATORS,
  'fullscript.connection': EVERYBODY,
  'fullscript.connect': EVERYBODY,
  'fullscript.connectState': EVERYBODY,
  'fullscript.cancelConnect': EVERYBODY,
  'fullscript.copyConnectLink': EVERYBODY,
  'fullscript.pasteAddress': EVERYBODY,
  'fullscript.confirmOwner': EVERYBODY,
  'fullscript.disconnect': EVERYBODY,
  'fullscript.putOff': EVERYBODY,
  'fullscript.clockSkew': EVERYBODY,
  'fullscript.testStep': EVERYBODY,
  'fullscript.overview': ADMINISTRATORS,
  'fullscript.disconnectPerson': ADMINISTRATORS,
  'fullscript.disconnectEveryone': ADMINISTRATORS,
  'fullscript.sayScopesAdded': ADMINISTRATORS,
  'clinics.overview': ADMINISTRATORS,
  'clinics.members': ADMINISTRATORS,
  'clinics.choose': ADMINISTRATORS,
  'clinics.clear': ADMINISTRATORS,
  'clinics.disconnect': ADMINISTRATORS,
  'embed.prepare': EVERYBODY,
  'embed.open': EVERYBODY,
  'embed.place': EVERYBODY,
  'embed.close': EVERYBODY,
  'embed.retry': EVERYBODY,
  'embed.focus': EVERYBODY,
  'embed.picture': EVERYBODY,
  'embed.plans': EVERYBODY,
  'embed.ended': EVERYBODY,
  'embed.endedSeen': EVERYBODY,
  'embed page.sessionGrant': EVERYBODY,
  'embed page.report': EVERYBODY,
}

/** The clinical entries of every kind: who may see them may write them. */
function everyEntryCall(who: string): Record<string, string> {
  const calls = ['list', 'history', 'record', 'change', 'retract', 'restore']
  return Object.fromEntries(
    Object.values(ENTRY_KINDS).flatMap(({ area }) => calls.map((call) => [`${area}.${call}`, who])),
  )
}

const CALLS: { name: string; contract: CallContract }[] = Object.entries({
  ...windowCalls,
  'embed page': embedBridgeCalls,
}).flatMap(([area, calls]) =>
  Object.entries<CallContract>(calls).map(([name, contract]) => ({ name: `${area}.${name}`, contract })),
)

let people: People
let dispose: () => Promise<void>
const gate: Gate = {
  sessionId: () => people.current()?.id ?? null,
  allowed: (capability) => may(people.current()?.person ?? null, capability),
}

beforeAll(async () => {
  const temporary = await temporaryDatabase()
  ;({ dispose } = temporary)
  people = peopleOver({ database: temporary.database, clock: new ManualClock() })
  const practiceKey = newKey()
  for (const role of STATES.slice(2) as Role[]) {
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

test('every call is written out, and nothing else', () => {
  expect(Object.keys(EXPECTED).sort()).toEqual(CALLS.map(({ name }) => name).sort())
})

describe.each(STATES)('164.312(a)(1), 170.315(d)(1), F-506: %s', (state) => {
  beforeAll(() => enter(state))

  test('is what it says', () => {
    const now = people.state()
    expect(now.state).toBe(state === 'signed out' || state === 'locked' ? state.replace(' ', '-') : 'open')
    expect(people.current()?.person.role ?? state).toBe(state)
  })

  test.each(CALLS)('$name', async ({ name, contract }) => {
    const expected = EXPECTED[name]?.[STATES.indexOf(state)] === 'x'
    let reached = false
    // A call that takes anything at all, so that nothing but the person decides.
    const open = { ...contract, input: contract.input.optional().catch(undefined) }
    const handler = () => {
      reached = true
      return failed('not-found')
    }
    const options = { gate, logger, newReference: () => 'R' }
    const answer = await answerCall({ name, contract: open, handler }, undefined, true, options)
    expect(reached).toBe(expected)
    const refused = people.current() ? 'not-allowed' : 'signed-out'
    expect(answer).toMatchObject({ failure: { code: expected ? 'not-found' : refused } })
    const foreign = await answerCall({ name, contract: open, handler }, undefined, false, options)
    expect(foreign).toEqual({ ok: false, failure: { code: 'not-allowed' } })
  })
})

test('office staff prescribe nothing, restrict nothing, and read no notes and no allergies', async () => {
  await enter('staff')
  const person = people.current()?.person ?? null
  const clinical = [
    'plans:prescribe',
    'notes:read',
    'notes:write',
    'patients:restrict',
    'allergies:read',
  ] as const
  for (const capability of clinical) {
    expect(may(person, capability)).toBe(false)
  }
})
