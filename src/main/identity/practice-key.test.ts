/**
 * Proves F-617 for the practice key: another one reaches everybody who works here at their next sign-in, by password and
 * by recovery code; who left and who has no key pair yet gets in by a new code only; and every column that is sealed
 * under it is sealed anew.
 */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { peopleOver } from '../../../tests/support/benches/people'
import type { PersonFields } from '../../shared/contract/accounts'
import type { Result } from '../../shared/failures'
import { ManualClock } from '../platform/clock/manual-clock'
import { PRACTICE_SEALS, resealPractice } from '../integrations/fullscript/seals'
import { secretIdentity } from '../integrations/fullscript/settings'
import { openTokens, sealedColumns } from '../integrations/fullscript/tokens/token-store-row'
import { newKey, sealText, unsealText } from '../platform/crypto/seal'
import type { Database } from '../records/database'
import { recordsOver, temporaryDatabase } from '../records/temporary-database'
import type { Records } from '../records/unit-of-work'
import type { People } from './people-service'
import { changePracticeKey } from './practice-key'

const PASSWORD = 'a green meadow in the rain'
const PROOF = { password: PASSWORD, code: null }
const FIELDS: PersonFields = { displayName: 'X', credentials: '', npi: '', role: 'staff' }
const SECRET = 'invented client secret'
const TOKENS = {
  accessToken: 'invented access',
  refreshToken: 'invented refresh',
  previousRefreshToken: null,
}

let database: Database
let dispose: () => Promise<void>
let people: People
let records: Records

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.failure.code)
  return result.value
}
const session = () => {
  const now = people.current()
  if (!now) throw new Error('Nobody is signed in')
  return now
}
const signIn = (username: string) => people.signIn(username, PASSWORD)
const idOf = async (username: string) =>
  (
    await database
      .selectFrom('person')
      .select('id')
      .where('username', '=', username)
      .executeTakeFirstOrThrow()
  ).id

const clinicRow = { environment: 'local', version: 1, status: 'connected' as const }
const ownerWith = (practiceKey: Buffer, personId: string) => ({
  subject: { kind: 'clinic', clinicId: 'clinic' } as const,
  ...{ personId, personKey: newKey(), practiceKey },
})

/** What the practice has sealed, as this key opens it. */
async function opened(practiceKey: Buffer) {
  const app = await database.selectFrom('fullscriptApplication').selectAll().executeTakeFirstOrThrow()
  const clinic = await database.selectFrom('fullscriptClinicConnection').selectAll().executeTakeFirstOrThrow()
  return {
    secret: unsealText(practiceKey, secretIdentity('local'), app.clientSecretSealed ?? Buffer.alloc(0)),
    clinic: openTokens(ownerWith(practiceKey, clinic.personId), clinic),
  }
}
const ALL = { secret: SECRET, clinic: TOKENS }
const NOTHING = { secret: null, clinic: null }

async function sealForPractice(practiceKey: Buffer, personId: string) {
  await database
    .insertInto('fullscriptApplication')
    .values({
      ...{ environment: 'local', chosen: 1, hosts: null, clientId: 'id', publicKey: 'public', originUri: '' },
      ...{ wayBack: 'loopback', loopbackPorts: '', updatedAt: 1, clientSecretSetAt: 1 },
      clientSecretSealed: sealText(practiceKey, secretIdentity('local'), SECRET),
    })
    .execute()
  await database
    .insertInto('fullscriptClinicConnection')
    .values({
      ...clinicRow,
      ...sealedColumns(ownerWith(practiceKey, personId), clinicRow, TOKENS),
      ...{ personId, ownerId: 'clinic', ownerType: 'Clinic', ownerName: 'Clinic', clinicId: 'clinic' },
      ...{ scopes: '', firstUsedAt: null, issuedAt: '2026-01-01T00:00:00Z', receivedAt: 1, expiresIn: 7200 },
      ...{ connectedAt: 1, lastUsedAt: null, snoozedUntil: null },
    })
    .execute()
}

beforeEach(async () => {
  ;({ database, dispose } = await temporaryDatabase())
  const given = { database, clock: new ManualClock() }
  people = peopleOver(given)
  records = recordsOver(given).records
  const key = newKey()
  for (const [username, role] of [
    ['june', 'administrator'],
    ['tomas', 'staff'],
    ['lena', 'staff'],
    ['cyrus', 'administrator'],
  ] as const)
    must(await people.createPerson({ ...FIELDS, role, username, password: PASSWORD }, key))
  must(await signIn('june'))
  await sealForPractice(key, await idOf('june'))
})
afterEach(() => dispose())

async function change(reseal = resealPractice) {
  const { person, personKey, practiceKey } = session()
  const by = { personId: person.id, personKey: Buffer.from(personKey), practiceKey: Buffer.from(practiceKey) }
  await people.signOut()
  await records.internal((handle) => changePracticeKey(handle, by, reseal))
  return by.practiceKey
}

test('F-617: everything is sealed anew, and the new key reaches everybody at their next sign-in', async () => {
  const before = session().practiceKey.toString('hex')
  const old = await change()
  expect(await opened(old)).toEqual(NOTHING)
  const after: string[] = []
  for (const username of ['june', 'tomas', 'tomas', 'lena']) {
    must(await signIn(username))
    expect(await opened(session().practiceKey)).toEqual(ALL)
    after.push(session().practiceKey.toString('hex'))
  }
  expect(new Set(after).size).toBe(1)
  expect(after[0]).not.toBe(before)
  // Twice before Lena comes again.
  must(await signIn('june'))
  await change()
  must(await signIn('june'))
  await change()
  must(await signIn('lena'))
  expect(await opened(session().practiceKey)).toEqual(ALL)
  const letters = await database
    .selectFrom('personKeyPair')
    .select('personId')
    .where('practiceKeySealed', 'is not', null)
    .execute()
  expect(letters.map(({ personId }) => personId)).not.toContain(await idOf('lena'))
})

test('F-617: a recovery code finds the new key as well', async () => {
  must(await signIn('tomas'))
  const { recoveryCode } = must(await people.own.newRecoveryCode(PASSWORD))
  must(await signIn('june'))
  await change()
  must(await people.entry.recover('tomas', recoveryCode, 'another meadow in the snow'))
  expect(await opened(session().practiceKey)).toEqual(ALL)
  must(await people.signIn('tomas', 'another meadow in the snow'))
  expect(await opened(session().practiceKey)).toEqual(ALL)
})

test('F-617: codes end; who left, and who has no key pair, gets in by a new code only', async () => {
  const [tomas, lena, cyrus] = [await idOf('tomas'), await idOf('lena'), await idOf('cyrus')]
  const { code } = must(await people.accounts.issueCode(tomas, PROOF))
  must(await people.accounts.setActive(cyrus, false))
  await database.deleteFrom('personKeyPair').where('personId', '=', lena).execute()
  const needing = async () =>
    must(await people.accounts.list())
      .filter(({ needsCodeForNewKeys }) => needsCodeForNewKeys)
      .map(({ username }) => username)
  expect(await needing()).toEqual(['lena'])
  await change()
  expect(await people.entry.redeemCode('tomas', code, 'another meadow in the snow')).toMatchObject({
    failure: { code: 'code-unusable' },
  })
  expect(await signIn('lena')).toMatchObject({ failure: { code: 'wrong-credentials' } })
  must(await signIn('june'))
  must(await people.accounts.setActive(cyrus, true))
  expect(await signIn('cyrus')).toMatchObject({ failure: { code: 'wrong-credentials' } })
  must(await signIn('june'))
  const access = (await people.accounts.list()).ok && must(await people.accounts.list())
  expect(access && access.filter((one) => one.access === 'invited').map(({ username }) => username)).toEqual(
    expect.arrayContaining(['lena', 'cyrus']),
  )
  const again = must(await people.accounts.issueCode(lena, PROOF))
  must(await people.entry.redeemCode('lena', again.code, 'another meadow in the snow'))
  expect(await opened(session().practiceKey)).toEqual(ALL)
})

test('F-617: what goes wrong on the way changes nothing', async () => {
  await expect(
    change(async (...told) => {
      await resealPractice(...told)
      throw new Error('The disk is full')
    }),
  ).rejects.toThrow('The disk is full')
  for (const username of ['tomas', 'june']) {
    must(await signIn(username))
    expect(await opened(session().practiceKey)).toEqual(ALL)
  }
})

/** Under one person's own key, or under what opens that key. */
const OWN = [
  'person_credential.wrapped_person_key',
  'person_credential.wrapped_practice_key',
  'person_recovery.wrapped_person_key',
  'person_key_pair.private_key_sealed',
  'person_key_pair.practice_key_sealed',
  'access_code.wrapped_practice_key',
  'second_factor.secret_sealed',
  'draft.text_sealed',
  'person_place.place_sealed',
  'fullscript_connection.access_token_sealed',
  'fullscript_connection.refresh_token_sealed',
  'fullscript_connection.previous_refresh_token_sealed',
  'fullscript_ended_connection.access_token_sealed',
  'fullscript_ended_connection.refresh_token_sealed',
  'fullscript_ended_connection.previous_refresh_token_sealed',
  'fullscript_connect_attempt.secrets_sealed',
  'fullscript_revocation.token_sealed',
]
/** Salts, public halves, checks of the audit record, and what backups are known as the practice's own by. */
const PLAIN = [
  'person_credential.salt',
  'person_recovery.salt',
  'access_code.salt',
  'person_key_pair.public_key',
  'audit_station.public_key',
  'audit_event.mac',
  'audit_checkpoint.digest',
  'audit_checkpoint.signature',
  'backup_settings.recipient',
  'backup_settings.series_key',
]

test('F-617: every column of bytes is on the list of what is sealed anew, somebody’s own, or no secret', async () => {
  const tables = await database.introspection.getTables()
  const bytes = tables.flatMap(({ name, columns }) =>
    columns
      .filter(({ dataType }) => ['BLOB', 'bytea'].includes(dataType))
      .map((column) => `${name}.${column.name}`),
  )
  const listed = [...PRACTICE_SEALS.flatMap(({ columns }) => columns), ...OWN, ...PLAIN]
  expect(bytes.toSorted()).toEqual(listed.toSorted())
})
