/**
 * S-24: everything that the audit record knows is done once in each of its ways, in a practice as the app makes it. A
 * deed that comes about leaves exactly its rows, and so does one that fails. While no row can be added, nothing of the
 * deed is done and nothing is answered; and a process that is killed between any two statements leaves both or neither.
 */
import { AUDIT_ACTIONS } from '../../src/shared/audit-actions'
import { FIELD_WORDS, fieldsIn } from '../../src/shared/audit-subjects'
import { ENTRY_KINDS } from '../../src/shared/entry-kinds'
import { environmentSchema } from '../../src/shared/contract/fullscript'
import { failureCodeSchema } from '../../src/shared/contract/failure'
import type { Result } from '../../src/shared/failures'
import { auditActionOf } from '../../src/shared/contract'
import { isBackupName } from '../../src/main/backup/names'
import { may } from '../../src/shared/capabilities'
import { DEFAULT_ROLES } from '../../src/shared/roles'
import type { FaultFigure } from './callbacks-crashes'
import { told, type Deed } from './deeds'
import { backupDeeds } from './deeds-backups'
import { chartDeeds, CONTENT, tamperingDeeds } from './deeds-charts'
import { fullscriptDeeds } from './deeds-fullscript'
import { accountDeeds } from './deeds-accounts'
import { peopleDeeds } from './deeds-people'
import { Staff } from './staff'
import {
  APP_VERSION,
  CALLS,
  countRows,
  openPractice,
  rowsOf,
  tablesOf,
  type Practice,
  type Tables,
} from './deeds-practice'

/** Why a call of the bridge is no deed, and why no way of a deed is tried for it. */
export const NO_DEED: Record<string, string> = {
  'app.firstScreen': 'versions, whether the records are open, who is signed in, the name of the practice',
  'app.info': 'versions',
  'app.storage': 'whether the records are open',
  'app.retryStorage': 'the records are closed: there is nothing to write to',
  'app.openWithPassphrase': 'written down once the records are open: audit/unlock-attempts.ts',
  'app.createPassphraseVault': 'the records are closed: there is nothing to write to',
  'app.openWithRecoveryCode': 'written down once the records are open: audit/unlock-attempts.ts',
  'app.openLink': 'a page from a closed list, without any data',
  'app.appearance': 'light or dark',
  'app.setAppearance': 'light or dark',
  'people.session': 'who is signed in',
  'people.names': 'the name of the practice',
  'practice.settings': 'the name of the practice and the minutes until a lock',
  'drafts.mine': 'a person’s own text, sealed for that person',
  'drafts.save': 'a person’s own text, sealed for that person',
  'drafts.discard': 'a person’s own text, sealed for that person',
  'drafts.savePlace': 'a person’s own place on the screen',
  'accounts.checkPassword': 'keeps nothing and opens nothing',
  'accounts.protection': 'a person’s own settings, without any secret',
  'accounts.list': 'names and roles of the practice’s own people',
  'roles.list': 'what the practice’s roles allow',
  'setup.state': 'whether there is a practice',
  'setup.openDemo': 'ends the session, which is written down; the other records are invented',
  'setup.leaveDemo': 'ends the session, which is written down',
  'practice.changeKey':
    'closes the records and writes into what takes their place; tests/faults/key-change.test.ts',
  'backups.state': 'where backups go, and when the last ones were made',
  'backups.cancel': 'how a backup ends is written where it ends',
  'backups.list': 'names and days of files',
  'restore.choose': 'the day and size of a file, which says nothing of what is in it',
  'restore.apply': 'writes into the records that take the place of these; tests/faults/restore.test.ts',
  'restore.cancel': 'nothing was changed yet',
  'charts.restingReaders': 'names of the practice’s own people, and of no patient',
  'charts.colleagues': 'names of the practice’s own people',
  'fullscript.settings': 'settings without the secret',
  'fullscript.connection': 'the state of one’s own connection',
  'fullscript.connectState': 'the state of one’s own attempt',
  'fullscript.cancelConnect': 'how an attempt ends is written where it ends',
  'fullscript.copyConnectLink': 'the address of one’s own attempt, without any secret',
  'fullscript.clockSkew': 'a difference of two clocks',
  'fullscript.snooze': 'when one is asked again',
  'fullscript.overview': 'states of connections of the practice’s own people',
  'fullscript.testStep': 'the grant that it asks for is written down; nothing of a patient is read',
  'clinics.overview': 'the practice’s own people',
  'clinics.members': 'people of the clinic, as Fullscript lists them',
  'embed.prepare': 'makes an empty view',
  'embed.place': 'where the view stands',
  'embed.close': 'takes the view away',
  'embed.focus': 'where the keyboard is',
  'embed.picture': 'what the view shows already',
  'embed.plans': 'how far one’s own open plans are',
  'embed.ended': 'news of a plan of one’s own',
  'embed.endedSeen': 'that one has read such news',
  'audit.state': 'how many rows, and whether they verify',
  'audit.people': 'names of the practice’s own people',
  'audit.cancelVerify': 'that a check was cancelled is written by the check',
  'embed page report': 'a notification; what comes of it is written where it comes about',
}

/** Actions that need no deed of their own here. */
const ELSEWHERE: Record<string, string> = {
  'audit.begun': 'the first row of every record; looked for at the start',
  'records.opened': 'before anybody is signed in; tests/desktop/keychain.test.ts',
  'records.key-changed': 'written into the copy that has the new key; tests/faults/key-change.test.ts',
  'backup.restored': 'written into the records that take the place; tests/integration/restore.test.ts',
  'call.refused': 'tried for every call at the end of the day',
}

export type Report = {
  /** Deeds in their ways, tries without a record, and kills. */
  tried: { ways: number; withoutRecord: number; kills: number; calls: number }
  bad: string[]
  /** Rows that were written in the whole day. */
  rows: number
}

export async function reportCompleteness(): Promise<Report> {
  const practice = await openPractice()
  const staff = new Staff(practice)
  const day = new Day(practice, staff)
  try {
    const deeds = [
      ...peopleDeeds(practice, staff),
      ...accountDeeds(practice, staff),
      ...chartDeeds(practice, staff),
      ...fullscriptDeeds(practice, staff),
      ...backupDeeds(practice, staff),
    ]
    const last = tamperingDeeds(practice, staff)
    day.complete([...deeds, ...last])
    for (const deed of deeds) await day.live(deed)
    await day.refuse()
    await day.misspell()
    for (const deed of last) await day.live(deed)
    await day.readThrough()
    return day.report
  } finally {
    await practice.dispose()
  }
}

export async function runCompleteness(): Promise<FaultFigure> {
  const { tried, bad, rows } = await reportCompleteness()
  for (const one of bad) console.error(one)
  const { ways, withoutRecord, kills, calls } = tried
  const figure = `audit: ${String(ways)} ways of every action and call, ${String(withoutRecord)} while no row could be written, ${String(kills)} places for a kill, ${String(calls)} refused calls, ${String(rows)} rows`
  return { id: 'S-24', figure, tried: ways + withoutRecord + kills + calls, bad: bad.length, seed: 0 }
}

class Day {
  readonly report: Report = {
    tried: { ways: 0, withoutRecord: 0, kills: 0, calls: 0 },
    bad: [],
    rows: 0,
  }
  readonly #practice: Practice
  readonly #staff: Staff

  constructor(practice: Practice, staff: Staff) {
    this.#practice = practice
    this.#staff = staff
  }

  /** No action of the closed list and no call of the contract without a deed or a reason. */
  complete(deeds: readonly Deed[]): void {
    const actions = new Set(deeds.flatMap(({ leaves }) => leaves.map((row) => row.split(' ')[1])))
    for (const action of Object.keys(AUDIT_ACTIONS))
      if (!actions.has(action) && !(action in ELSEWHERE)) this.#bad(action, 'is done by nobody here')
    for (const name of CALLS.keys()) {
      const deed = auditActionOf(name)
      const succeeds = deeds.some((one) => one.name === name && !one.fails)
      if (deed === undefined) this.#bad(name, 'is not known as a deed or as none')
      else if (deed === null && !(name in NO_DEED)) this.#bad(name, 'is no deed, for no reason')
      else if (deed !== null && !succeeds && name !== 'fullscript.connect')
        this.#bad(name, 'never succeeds here')
      else if (deed !== null && name in NO_DEED) this.#bad(name, 'is a deed and is none')
    }
  }

  async live(deed: Deed): Promise<void> {
    const practice = this.#practice
    const { name, way, fails, leaves, always } = deed
    const title = way ? `${name} (${way})` : name
    const tries = async () => {
      const answer = await attempt(() => (deed.does ? deed.does() : practice.call(name, deed.input?.())))
      await practice.quiet()
      return answer
    }
    if (!fails && leaves.length > 0) {
      await this.#ready(deed)
      const before = await this.#now()
      const answer = await practice.withoutRecord(tries)
      const after = await this.#now()
      this.report.tried.withoutRecord += 1
      if (after.rows !== before.rows) this.#bad(title, 'a row in spite of all')
      for (const table of changed(before.tables, after.tables))
        if (!deed.beside?.[table])
          this.#bad(
            title,
            `done without a row: ${table} ${columns(before.tables[table], after.tables[table])}`,
          )
      if (answer.ok && !always) this.#bad(title, 'says that it is done, without a row')
    }

    await this.#ready(deed)
    const before = await this.#now()
    const { value: answer, copies, points } = await practice.withKills(tries)
    const after = await this.#now()
    this.report.tried.ways += 1
    this.report.tried.kills += points
    const code = answer.ok ? undefined : answer.failure.code
    if (code !== fails) this.#bad(title, `ended with ${code ?? 'success'} instead of ${fails ?? 'success'}`)
    this.#compare(title, leaves, await rowsOf(practice.database, before.rows))
    if (fails)
      for (const table of changed(before.tables, after.tables))
        if (!deed.beside?.[table]) this.#bad(title, `failed, and changed ${table}`)

    // Each commit between two statements: nothing without a row, and no row of something that is not done.
    let last = { tables: before.tables, rows: before.rows }
    for (const copy of copies) {
      const { tables, rows } = await practice.afterKill(copy)
      const others = changed(last.tables, tables).filter((table) => !deed.beside?.[table])
      if (others.length > 0 && rows === last.rows) this.#bad(title, `killed: ${others.join()} without a row`)
      last = { tables, rows }
    }
    if (last.rows !== after.rows) this.#bad(title, 'its rows were not on the disk at the end')
  }

  /** Whoever may not is refused, for every call of the contract, and each leaves a row. */
  async refuse(): Promise<void> {
    const { records } = this.#practice
    await this.#staff.signIn('priya')
    await this.#practice.quiet()
    for (const [name, { capability: needs }] of CALLS) {
      if (may(records.people.current()?.person ?? null, needs)) continue
      const { rows } = await this.#now()
      const answer = await this.#practice.call(name, { patientId: 'unseen' })
      this.report.tried.calls += 1
      if (answer.ok || answer.failure.code !== 'not-allowed') this.#bad(name, 'is not refused')
      const left = await rowsOf(this.#practice.database, rows)
      if (left.length !== 1 || left[0]?.action !== 'call.refused' || left[0].subject !== name)
        this.#bad(name, 'refused without its row')
    }
  }

  /** What makes no sense is in the record as the deed that it should have been, and nothing of it is kept. */
  async misspell(): Promise<void> {
    await this.#staff.signIn('june')
    await this.#practice.quiet()
    for (const [name, { capability: needs }] of CALLS) {
      const deed = auditActionOf(name)
      if (!deed || needs === 'anyone') continue
      const before = await this.#now()
      const answer = await this.#practice.call(name, 'maya.lindqvist@mail.example')
      const after = await this.#now()
      this.report.tried.calls += 1
      if (answer.ok || answer.failure.code !== 'invalid-input') this.#bad(name, 'takes nonsense')
      if (changed(before.tables, after.tables).length > 0) this.#bad(name, 'does something with nonsense')
      const left = await rowsOf(this.#practice.database, before.rows)
      this.#compare(`${name} (nonsense)`, [`june ${deed} failed for invalid-input`], left)
    }
  }

  /** Every row of the day: which version, when, and nothing of what was typed, read or shown. */
  async readThrough(): Promise<void> {
    const rows = await rowsOf(this.#practice.database)
    this.report.rows = rows.length
    if (rows[0]?.action !== 'audit.begun') this.#bad('audit.begun', 'is not the first row')
    const secrets = [...this.#staff.secrets, ...CONTENT].filter((secret) => secret.length > 5)
    let monotonic = 0
    for (const [index, row] of rows.entries()) {
      if (row.seq !== index + 1) this.#bad(row.action, `has number ${String(row.seq)}`)
      if (row.appVersion !== APP_VERSION) this.#bad(row.action, `has version ${row.appVersion}`)
      if (row.monotonic < monotonic) this.#bad(row.action, 'goes back in time')
      ;({ monotonic } = row)
      const text = JSON.stringify(row).toLowerCase()
      if (secrets.some((secret) => text.includes(secret.toLowerCase())))
        this.#bad(row.action, `has content or a secret in row ${String(row.seq)}`)
      if (row.subject !== null && !isSafe(row.subject)) this.#bad(row.action, `is about "${row.subject}"`)
    }
  }

  async #ready({ name, before }: Deed): Promise<void> {
    try {
      await before?.()
    } catch (error) {
      throw new Error(`Before ${name}`, { cause: error })
    }
    await this.#practice.quiet()
  }

  async #now() {
    const { database } = this.#practice
    return { tables: await tablesOf(database), rows: await countRows(database) }
  }

  #compare(title: string, expected: readonly string[], rows: Parameters<typeof told>[0][]): void {
    const names = new Map([...this.#staff.ids].map(([name, id]) => [id, name]))
    const [wanted, left] = [[...expected].sort(), rows.map((row) => told(row, names)).sort()]
    if (JSON.stringify(wanted) !== JSON.stringify(left))
      this.#bad(title, `leaves\n    ${left.join('\n    ')}\n  instead of\n    ${wanted.join('\n    ')}`)
  }

  #bad(what: string, why: string): void {
    this.report.bad.push(`${what}: ${why}`)
  }
}

/** An exception that nobody caught is told as the bridge tells it. */
async function attempt(work: () => Promise<unknown>): Promise<Result<unknown>> {
  try {
    return (await work()) as Result<unknown>
  } catch {
    return { ok: false, failure: { code: 'unexpected' } }
  }
}

const changed = (before: Tables, after: Tables): string[] =>
  Object.keys(after).filter((table) => JSON.stringify(before[table]) !== JSON.stringify(after[table]))

/** Which columns of a row that changed; empty where rows came or went. */
function columns(before: readonly string[] = [], after: readonly string[] = []): string {
  const [was, ...otherGone] = before.filter((row) => !after.includes(row))
  const [is, ...otherNew] = after.filter((row) => !before.includes(row))
  if (was === undefined || is === undefined || otherGone.length + otherNew.length > 0) return ''
  const [old, now] = [was, is].map((row) => JSON.parse(row) as Record<string, unknown>)
  return Object.keys(now ?? {})
    .filter((column) => JSON.stringify(old?.[column]) !== JSON.stringify(now?.[column]))
    .join(', ')
}

const isSettings = (subject: string): boolean => {
  const [environment, changed = '', ...others] = subject.split(' ')
  const known = fieldsIn(changed)?.every((field) => field in FIELD_WORDS) === true
  return known && others.length === 0 && environmentSchema.safeParse(environment).success
}

/** An id, which fields were changed, the code of why, a number, kinds of entries, or one of the few words that are written for it. */
const isSafe = (subject: string): boolean =>
  // Kinds of entries that were looked at together.
  subject.split(' ').every((word) => word in ENTRY_KINDS) ||
  // Whom or where it is about may stand before it.
  fieldsIn(subject.replace(/^([0-9a-f]{8}-[0-9a-f-]{27}|local|us|ca|us-snd|ca-snd) (?=changed:)/, ''))?.every(
    (field) => field in FIELD_WORDS,
  ) === true ||
  /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(subject) ||
  subject in DEFAULT_ROLES ||
  /^\d+$/.test(subject) ||
  // A backup's name says only when it was made.
  isBackupName(subject) ||
  CALLS.has(subject) ||
  failureCodeSchema.safeParse(subject).success ||
  /^(taken back|cancelled|csv|jsonl|print|local|us|ca|us-snd|ca-snd)$/.test(subject) ||
  // Of which environment's settings.
  isSettings(subject) ||
  // Where to, which kinds of data, and which clinic.
  /^(local|us|ca|us-snd|ca-snd) [A-Za-z]+(,[A-Za-z]+)* [0-9a-f-]{36}$/.test(subject) ||
  /^(first|joined|copied|restored|(chain|anchor)-missing|anchor-damaged|key-lost|key-unreachable)$/.test(
    subject,
  ) ||
  /^[a-z]+-[a-z]+ \d+ \d+$/.test(subject)
