/**
 * S-17: ten people, administrators among them, each with tokens sealed under their own key. An attacker has the
 * database key, every row, and their own opened session, the practice key included. No ordered pair may succeed, by
 * reading, by swapping or by putting an old value into a newer row; a whole old row opens for its own person alone, as it
 * was; nor may an administrator who gives a code and redeems it himself.
 */
import { ManualClock } from '../../src/main/platform/clock/manual-clock'
import { ownerOf } from '../../src/main/integrations/fullscript/tokens/token-subject'
import {
  insertPending,
  promotePending,
  readConnection,
  readPending,
  removeConnection,
} from '../../src/main/integrations/fullscript/tokens/token-store-repository'
import type { Session } from '../../src/main/identity/session'
import { newKey } from '../../src/main/platform/crypto/seal'
import { temporaryDatabase, type TestDatabase } from '../../src/main/records/temporary-database'
import type { DefaultRoleId } from '../../src/shared/roles'
import type { Result } from '../../src/shared/failures'
import { peopleOver } from '../support/benches/people'
import type { FaultFigure } from './callbacks-crashes'

const ENVIRONMENT = 'local'
const ROLES: DefaultRoleId[] = ['practitioner-administrator', 'staff', 'practitioner', 'administrator']

type Member = { username: string; password: string; token: string; session: Session }

const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.failure.code)
  return result.value
}

const startProgram = (database: TestDatabase) => peopleOver({ database, clock: new ManualClock() })

/** Signs everybody in once, connects each, and keeps a copy of the keys that each had. */
async function settle(database: TestDatabase, count: number): Promise<Member[]> {
  const people = startProgram(database)
  const practiceKey = newKey()
  const members: Member[] = []
  for (let index = 0; index < count; index += 1) {
    const username = `person ${String(index)}`
    const password = `a password of ${username}`
    const role = ROLES[index % ROLES.length] ?? 'staff'
    const fields = { username, displayName: username, credentials: '', npi: '', role }
    must(await people.createPerson({ ...fields, password }, practiceKey))
    must(await people.signIn(username, password))
    const now = people.current()
    if (!now) throw new Error('Nobody is signed in')
    const copied = { personKey: Buffer.from(now.personKey), practiceKey: Buffer.from(now.practiceKey) }
    const session = { ...now, ...copied }
    const token = `token of ${username}`
    await connect(database, session, token, 1_000)
    members.push({ username, password, token, session })
  }
  return members
}

async function connect(database: TestDatabase, session: Session, token: string, receivedAt: number) {
  const owner = ownerOf(session)
  const tokens = {
    accessToken: token,
    refreshToken: `refresh ${token}`,
    scopes: [],
    owner: { id: session.person.id, type: 'Practitioner' as const },
    expiresIn: 7200,
    issuedAt: '',
    receivedAt,
  }
  const before = await readConnection(database, owner, ENVIRONMENT)
  if (before) await removeConnection(database, before)
  await insertPending(database, owner, ENVIRONMENT, tokens)
  const pending = await readPending(database, owner, ENVIRONMENT)
  if (pending) await promotePending(database, owner, pending, receivedAt)
}

const rowOf = (database: TestDatabase, { session }: Member) =>
  database
    .selectFrom('fullscriptConnection')
    .selectAll()
    .where('personId', '=', session.person.id)
    .executeTakeFirstOrThrow()

/** Whether the attacker sees anything of the victim's tokens, whatever is done to the rows. */
async function succeeds(database: TestDatabase, attacker: Member, victim: Member): Promise<boolean> {
  const mine = ownerOf(attacker.session)
  const theirs = ownerOf(victim.session)
  const asVictim = { ...mine, personId: theirs.personId, subject: theirs.subject }
  const [own, other] = [await rowOf(database, attacker), await rowOf(database, victim)]
  const put = (row: typeof own, where: Member) =>
    database
      .updateTable('fullscriptConnection')
      .set({ ...row, personId: where.session.person.id, ownerId: `moved to ${where.username}` })
      .where('personId', '=', where.session.person.id)
      .execute()
  const seen: (string | undefined)[] = []
  const look = async (owner: typeof mine) => {
    seen.push((await readConnection(database, owner, ENVIRONMENT))?.tokens?.accessToken)
  }
  // With one's own key, in one's own name and in theirs.
  await look(asVictim)
  await look({ ...asVictim, personKey: mine.practiceKey })
  // The other's row in place of one's own: whole, and with one's own version.
  await put(other, attacker)
  await look(mine)
  await put({ ...other, version: own.version }, attacker)
  await look(mine)
  // One's own row in place of theirs must not be taken for theirs by them either.
  await put(own, victim)
  const planted = (await readConnection(database, theirs, ENVIRONMENT))?.tokens?.accessToken
  for (const [row, where] of [
    [own, attacker],
    [other, victim],
  ] as const) {
    await database
      .updateTable('fullscriptConnection')
      .set(row)
      .where('personId', '=', where.session.person.id)
      .execute()
  }
  return planted !== undefined || seen.some((token) => token !== undefined && token !== attacker.token)
}

/** Old sealed values in today's row: not even for the owner. */
async function rollsBack(database: TestDatabase, member: Member): Promise<boolean> {
  const owner = ownerOf(member.session)
  const before = await rowOf(database, member)
  await connect(database, member.session, `newer ${member.token}`, 2_000)
  const now = await rowOf(database, member)
  await database
    .updateTable('fullscriptConnection')
    .set({ ...before, version: now.version })
    .where('personId', '=', owner.personId)
    .execute()
  const rolledBack = (await readConnection(database, owner, ENVIRONMENT))?.tokens ?? null
  await database.updateTable('fullscriptConnection').set(now).where('personId', '=', owner.personId).execute()
  return rolledBack !== null || (await readConnection(database, owner, ENVIRONMENT))?.tokens === null
}

/** A whole old row in place of today's: nothing in it can tell that it is old, and it opens for nobody but its owner. */
async function opensForOthers(database: TestDatabase, member: Member, attacker: Member): Promise<boolean> {
  const owner = ownerOf(member.session)
  const put = (row: Awaited<ReturnType<typeof rowOf>>) =>
    database.updateTable('fullscriptConnection').set(row).where('personId', '=', owner.personId).execute()
  const old = await rowOf(database, member)
  await connect(database, member.session, `newest ${member.token}`, 3_000)
  const now = await rowOf(database, member)
  await put(old)
  const own = (await readConnection(database, owner, ENVIRONMENT))?.tokens?.accessToken
  const stranger = { ...ownerOf(attacker.session), personId: owner.personId, subject: owner.subject }
  const seen = (await readConnection(database, stranger, ENVIRONMENT))?.tokens ?? null
  await put(now)
  if (own === `newest ${member.token}`) throw new Error('The old row was not put back')
  return seen !== null
}

/** An administrator makes a code for somebody and redeems it: into the account, but not into what is sealed for it. */
async function impersonates(database: TestDatabase, administrator: Member, victim: Member): Promise<boolean> {
  const people = startProgram(database)
  must(await people.signIn(administrator.username, administrator.password))
  const { code } = must(
    await people.accounts.issueCode(victim.session.person.id, {
      password: administrator.password,
      code: null,
    }),
  )
  must(await people.entry.redeemCode(victim.username, code, 'a hill behind the barn'))
  const session = people.current()
  if (session?.person.id !== victim.session.person.id) throw new Error('The code did not open the account')
  return ((await readConnection(database, ownerOf(session), ENVIRONMENT))?.tokens ?? null) !== null
}

/** `tried`: ordered pairs, rolled-back rows and redeemed codes; `bad`: those that opened anything. */
export async function runSealedPeople({ people }: { people: number }): Promise<FaultFigure> {
  const { database, dispose } = await temporaryDatabase()
  let [tried, bad] = [0, 0]
  const count = (opened: boolean) => {
    tried += 1
    if (opened) bad += 1
  }
  try {
    const members = await settle(database, people)
    for (const attacker of members) {
      for (const victim of members) {
        if (attacker !== victim) count(await succeeds(database, attacker, victim))
      }
    }
    for (const member of members) count(await rollsBack(database, member))
    const [administrator, ...others] = members
    for (const member of others)
      if (administrator) count(await opensForOthers(database, member, administrator))
    if (administrator) {
      for (const victim of others) count(await impersonates(database, administrator, victim))
    }
  } finally {
    await dispose()
  }
  return {
    id: 'S-17',
    figure: `tokens opened by somebody else: ordered pairs of ${String(people)} people, old values in newer rows, whole old rows, codes redeemed`,
    tried,
    bad,
    seed: 0,
  }
}
