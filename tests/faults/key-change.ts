/**
 * F-617: the keys of the database and of the practice are changed, and the program ends at every step of it: before and after every entry of
 * the keychain, every file of the folder, and with every part of the copy written. From each of these places Yarrow is
 * started again, twice. What counts as bad: records that do not open, that lack a row or have one too many, whose audit
 * record is not whole, somebody who does not get in or cannot open what is the practice's, or a change that is neither done nor undone.
 */
import { unguarded } from '../../src/main/records/handles'
import { recordsOver } from '../../src/main/records/temporary-database'
import { cpSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createAudit } from '../../src/main/audit/audit-service'
import { resealPractice } from '../../src/main/integrations/fullscript/seals'
import { secretIdentity } from '../../src/main/integrations/fullscript/settings'
import { practiceKeyIdentity } from '../../src/main/identity/password'
import { readCredential } from '../../src/main/identity/people-repository'
import { changePracticeKey, waitingPracticeKey } from '../../src/main/identity/practice-key'
import { newKey, sealText, unseal, unsealText } from '../../src/main/platform/crypto/seal'
import { recordsBench } from '../integration/records-bench'
import { peopleOver } from '../support/benches/people'
import { seeded } from './seeded'

export type KeyChangeReport = { tried: number; bad: string[]; finished: number; undone: number }

type Bench = ReturnType<typeof recordsBench>
type Opened = Awaited<ReturnType<Bench['open']>>
/** The folder and the keychain as they were at one moment. */
type Moment = { name: string; folder: string; entries: ReadonlyMap<string, string> }

const PASSPHRASE = 'correct horse battery staple'
const ROWS = 30
const PASSWORD = 'a green meadow in the rain'
const SECRET = 'invented client secret'

const peopleOf = (bench: Bench, { database, trail: { chain } }: Opened) =>
  peopleOver({
    database,
    clock: bench.clock,
    audit: createAudit({ clock: bench.clock, appVersion: '0', chain }),
  })

/** Ids and keys of the people, as their passwords open them; so that each start need not derive them anew. */
type Staff = { personId: string; personKey: Buffer; practiceKey: Buffer }[]

/** Two people, and a secret of their practice. */
async function settle(bench: Bench): Promise<Staff> {
  const opened = await bench.open()
  const people = peopleOf(bench, opened)
  const key = newKey()
  const staff: Staff = []
  for (const username of ['june', 'tomas']) {
    const fields = { displayName: username, credentials: '', npi: '', role: 'administrator' } as const
    await people.createPerson({ ...fields, username, password: PASSWORD }, key)
    await people.signIn(username, PASSWORD)
    const session = people.current()
    if (!session) throw new Error(`${username} is not signed in`)
    const [personKey, practiceKey] = [Buffer.from(session.personKey), Buffer.from(session.practiceKey)]
    staff.push({ personId: session.person.id, personKey, practiceKey })
  }
  await people.signOut()
  await opened.database
    .insertInto('fullscriptApplication')
    .values({
      ...{ environment: 'local', chosen: 1, hosts: null, clientId: 'id', publicKey: 'public', originUri: '' },
      ...{ wayBack: 'loopback', loopbackPorts: '', updatedAt: 1, clientSecretSetAt: 1 },
      clientSecretSealed: sealText(key, secretIdentity('local'), SECRET),
    })
    .execute()
  await opened.close()
  return staff
}

/** Whether everybody finds a practice key that opens what is the practice's, as at a sign-in. */
async function allOpen({ database }: Opened, staff: Staff): Promise<boolean> {
  const app = await database.selectFrom('fullscriptApplication').selectAll().executeTakeFirst()
  const sealed = app?.clientSecretSealed ?? Buffer.alloc(0)
  for (const { personId, personKey } of staff) {
    const credential = await readCredential(unguarded(database), personId)
    if (!credential) return false
    const wrapped = unseal(
      personKey,
      practiceKeyIdentity(personId, credential),
      credential.wrappedPracticeKey,
    )
    const key = (await waitingPracticeKey(unguarded(database), personId, personKey)) ?? wrapped
    if (!key || unsealText(key, secretIdentity('local'), sealed) !== SECRET) return false
  }
  return true
}

/** Changes the key, and keeps the folder and the keychain from every moment of it. */
async function changeAndWatch(bench: Bench, staff: Staff): Promise<Moment[]> {
  const moments: Moment[] = []
  const take = (name: string) => {
    const folder = `${bench.folder} moment ${String(moments.length)}`
    cpSync(bench.folder, folder, { recursive: true })
    moments.push({ name, folder, entries: new Map(bench.keychain.entries) })
  }
  const opened = await bench.open()
  const { vault, trail, close } = opened
  const { chain } = trail
  const [by] = staff
  if (!by) throw new Error('Nobody can change the key')
  await trail.close()
  bench.keychain.watch = (what) => {
    take(what)
  }
  const prepared = await vault.prepareKeyChange(bench.passphrase)
  if (!prepared.ok) throw new Error(prepared.failure.code)
  const changed = await prepared.value(async (database) => {
    take('the copy has the new key')
    const { clock } = bench
    const { audit, records } = recordsOver({
      ...{ database, clock },
      audit: createAudit({ clock, appVersion: '0', chain }),
    })
    await records.internal(async (handle) => {
      await changePracticeKey(handle, by, async (...told) => {
        take('the practice has another key')
        await resealPractice(...told)
      })
      take('the practice is sealed anew')
      await audit.record({ personId: 'p', action: 'records.key-changed', outcome: 'done' }, handle)
    })
    take('the copy has its row')
  })
  if (!changed.ok) throw new Error(changed.failure.code)
  bench.keychain.watch = null
  take('the end')
  await close()
  return moments
}

/** Places between those that were seen: each file alone is that of the moment after, or the copy is cut. */
function* between(moments: readonly Moment[], random: () => number, cuts: number): Generator<Moment> {
  const names = ['yarrow.db', 'vault.json', 'vault.copy.json']
  for (const [place, before] of moments.entries()) {
    yield before
    const after = moments[place + 1]
    for (const name of after ? names : []) {
      const [old, now] = [join(before.folder, name), join(after?.folder ?? '', name)]
      const earlier = names.slice(0, names.indexOf(name) + 1)
      if (!existsSync(now) || readFileSync(old).equals(readFileSync(now))) continue
      // The database takes its place before the marker is written, and the marker's copies one after the other.
      const folder = `${before.folder} ${name}`
      cpSync(before.folder, folder, { recursive: true })
      for (const one of earlier)
        writeFileSync(join(folder, one), readFileSync(join(after?.folder ?? '', one)))
      // A rename leaves nothing behind.
      if (!readFileSync(join(folder, 'yarrow.db')).equals(readFileSync(join(before.folder, 'yarrow.db'))))
        rmSync(join(folder, 'yarrow.db.rekeyed'), { force: true })
      yield { ...before, name: `${before.name}, then ${name}`, folder }
    }
    const copy = join(before.folder, 'yarrow.db.rekeyed')
    for (let cut = 0; existsSync(copy) && cut < cuts; cut += 1) {
      const folder = `${before.folder} cut ${String(cut)}`
      cpSync(before.folder, folder, { recursive: true })
      truncateSync(join(folder, 'yarrow.db.rekeyed'), Math.floor(random() * readFileSync(copy).length))
      yield { ...before, name: `${before.name}, the copy cut`, folder }
    }
  }
}

async function startFrom(bench: Bench, moment: Moment, staff: Staff): Promise<'finished' | 'undone'> {
  rmSync(bench.folder, { recursive: true, force: true })
  cpSync(moment.folder, bench.folder, { recursive: true })
  await bench.setKeychain(moment.entries)
  let outcome: 'finished' | 'undone' = 'undone'
  for (const start of ['first', 'second']) {
    const opened = await bench.open()
    const { database, trail, problems, close } = opened
    try {
      const rows = await database.selectFrom('auditEvent').select('action').orderBy('seq').execute()
      const said = rows.filter(({ action }) => action === 'records.key-changed').length
      if (rows.filter(({ action }) => action === 'patient.read').length !== ROWS)
        throw new Error(`${start} start: rows are missing`)
      outcome = said === 1 ? 'finished' : 'undone'
      if (!(await allOpen(opened, staff)))
        throw new Error(`${start} start: the practice is closed to somebody`)
      await trail.verify('p')
      const found = await problems()
      if (said > 1) throw new Error('said twice')
      if (found.length > 0) throw new Error(`${start} start: ${found.join()}`)
    } finally {
      await close()
    }
    if ((await bench.marker()).next) throw new Error(`${start} start: neither done nor undone`)
    if (existsSync(bench.files.rekeyed)) throw new Error(`${start} start: the copy is left`)
  }
  return outcome
}

async function tryWith(passphrase: string | null, seed: number, cuts: number): Promise<KeyChangeReport> {
  const report: KeyChangeReport = { tried: 0, bad: [], finished: 0, undone: 0 }
  const bench = recordsBench(passphrase)
  try {
    await bench.day(ROWS)
    const staff = await settle(bench)
    for (const moment of between(await changeAndWatch(bench, staff), seeded(seed), cuts)) {
      report.tried += 1
      try {
        report[await startFrom(bench, moment, staff)] += 1
      } catch (error) {
        report.bad.push(
          `${passphrase === null ? 'keychain' : 'passphrase'}: ${moment.name}: ${String(error)}`,
        )
      }
    }
  } finally {
    bench.remove()
  }
  return report
}

/** `cuts`: how often the copy is cut at each moment. */
export async function reportKeyChange(seed: number, cuts: number): Promise<KeyChangeReport> {
  const [one, other] = [await tryWith(null, seed, cuts), await tryWith(PASSPHRASE, seed, cuts)]
  return {
    tried: one.tried + other.tried,
    bad: [...one.bad, ...other.bad],
    finished: one.finished + other.finished,
    undone: one.undone + other.undone,
  }
}

export async function runKeyChange(seed: number) {
  const { tried, bad } = await reportKeyChange(seed, 3)
  const figure =
    'ends of the program while the key of the database is changed; the records open, whole, with one of both'
  return { id: 'F-617', figure, tried, bad: bad.length, seed }
}
