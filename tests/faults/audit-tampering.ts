/**
 * S-23: every way to tamper with the audit record by somebody who has the database's key, but not the record's. Each
 * row of a chain is changed, taken away, swapped; rows are put in; the end is cut; the whole is rolled back, with the
 * anchor's file or without. What counts as bad: tampering that is not found, or a first bad row that is not the right one.
 *
 * The attacks run on one database, each undone by a rollback. `audit-tampering.test.ts` does some of them on files.
 */
import { sql } from 'kysely'
import { readAnchor } from '../../src/main/audit/anchor'
import { beginOf, headOf, linkLast, type Chain } from '../../src/main/audit/chain'
import { compareAnchor } from '../../src/main/audit/open-chain'
import { RowMac } from '../../src/main/audit/row-mac'
import { verifyRows, type Finding } from '../../src/main/audit/verify-rows'
import { anchorText } from '../../src/main/audit/anchor'
import { newKey } from '../../src/main/sealing/seal'
import type { Database } from '../../src/main/storage/database'
import { temporaryDatabase } from '../../src/main/storage/temporary-database'
import { seeded } from './seeded'

const VAULT = 'vault'
const TRIGGERS = ['update', 'delete', 'replace'].flatMap((what) =>
  ['audit_event', 'audit_link', 'audit_chain'].map((table) => `${table}_no_${what}`),
)
/** Every column of a row, with another value for it. */
const EDITS: Record<string, string> = {
  at: 'at + 1',
  monotonic: 'ifnull(monotonic, 0) + 1',
  person_id: "'somebody else'",
  acting_as_type: "CASE acting_as_type WHEN 'Staff' THEN 'Practitioner' ELSE 'Staff' END",
  acting_as_id: "'other'",
  action: "'patient.search'",
  patient_id: "'another patient'",
  subject: "ifnull(subject, '') || 'x'",
  emergency: '1 - emergency',
  outcome: "CASE outcome WHEN 'done' THEN 'failed' ELSE 'done' END",
  app_version: "'9.9.9'",
}
const FIELDS = Object.keys(EDITS)

/** `seq`: the first bad row that must be named; 0 where only finding it counts. */
type Attack = {
  name: string
  seq: number
  statements: string[]
  anchors?: 'all' | 'none' | 'file rolled back'
}

export type TamperReport = { tried: number; bad: string[]; byKind: Record<string, number> }

export async function makeChain(database: Database, rows: number) {
  const mac = new RowMac(newKey())
  const chain: Chain = { mac, firstSeq: 1, begin: beginOf(mac, VAULT, 1, null) }
  const heads: string[] = []
  await database.transaction().execute(async (within) => {
    await within.insertInto('auditChain').values({ firstSeq: 1, adopted: 0, beginMac: chain.begin }).execute()
    for (let number = 1; number <= rows; number += 1) {
      await within
        .insertInto('auditEvent')
        .values({
          at: 1_700_000_000_000 + number,
          personId: `person ${String(number % 7)}`,
          action: number % 3 === 0 ? 'patient.read' : 'plan.read',
          patientId: number % 2 === 0 ? `patient ${String(number % 40)}` : null,
          subject: number % 5 === 0 ? `subject ${String(number)}` : null,
          outcome: 'done',
          appVersion: '0.1.0',
          monotonic: number,
        })
        .execute()
      await linkLast(within, chain)
      heads.push((await headOf(within))?.mac.toString('hex') ?? '')
    }
  })
  return { mac, chain, heads }
}

const cut = (after: number) => [
  `DELETE FROM audit_link WHERE seq > ${String(after)}`,
  `DELETE FROM audit_event WHERE seq > ${String(after)}`,
]
const swap = (one: number, other: number) => [
  `UPDATE audit_event SET seq = -1 WHERE seq = ${String(one)}`,
  `UPDATE audit_event SET seq = ${String(one)} WHERE seq = ${String(other)}`,
  `UPDATE audit_event SET seq = ${String(other)} WHERE seq = -1`,
]
const withLinks = (statements: string[]) =>
  statements.flatMap((text) => [text, text.replace('audit_event', 'audit_link')])

function* attacks(rows: number, every: number, random: () => number): Generator<Attack> {
  const any = (from = 1) => from + Math.floor(random() * (rows - from + 1))
  const edit = (seq: number, field: string) =>
    `UPDATE audit_event SET ${field} = ${EDITS[field] ?? ''} WHERE seq = ${String(seq)}`
  for (let seq = 1; seq <= rows; seq += every) {
    const at = String(seq)
    const field = FIELDS[seq % FIELDS.length] ?? ''
    yield { name: `change ${field}`, seq, statements: [edit(seq, field)] }
    yield {
      name: 'change the link',
      seq,
      statements: [`UPDATE audit_link SET mac = randomblob(32) WHERE seq = ${at}`],
    }
    yield { name: 'delete the row', seq, statements: [`DELETE FROM audit_event WHERE seq = ${at}`] }
    yield { name: 'delete the link', seq, statements: [`DELETE FROM audit_link WHERE seq = ${at}`] }
    const both = ['audit_link', 'audit_event'].map((table) => `DELETE FROM ${table} WHERE seq = ${at}`)
    yield { name: 'delete row and link', seq, statements: both }
    if (seq < rows) {
      yield { name: 'swap with the next', seq, statements: swap(seq, seq + 1) }
      yield { name: 'swap with the next, links too', seq, statements: withLinks(swap(seq, seq + 1)) }
      const other = any(seq + 1)
      yield { name: 'swap with another', seq, statements: swap(seq, other) }
      yield { name: 'cut the end', seq: seq + 1, statements: cut(seq) }
      yield {
        name: 'roll back with the file',
        seq: seq + 1,
        statements: cut(seq),
        anchors: 'file rolled back',
      }
    }
    // Everything behind moves up by one, so that the numbers have no gap.
    const moved = ['audit_event', 'audit_link'].flatMap((table) => [
      `UPDATE ${table} SET seq = -seq WHERE seq >= ${at}`,
      `UPDATE ${table} SET seq = 1 - seq WHERE seq < 0`,
    ])
    const row = `INSERT INTO audit_event (seq, at, action, outcome, app_version) VALUES (${at}, 1, 'patient.read', 'done', '0')`
    const link = `INSERT INTO audit_link VALUES (${at}, randomblob(32))`
    yield { name: 'put a row in', seq, statements: [...moved, row] }
    yield { name: 'put a row and a link in', seq, statements: [...moved, row, link] }
  }
  const end = String(rows + 1)
  const forged = `INSERT INTO audit_event (seq, at, action, outcome, app_version) VALUES (${end}, 1, 'patient.read', 'done', '0')`
  yield { name: 'add a row', seq: rows + 1, statements: [forged] }
  const taken = `INSERT INTO audit_link SELECT ${end}, mac FROM audit_link WHERE seq = ${String(rows)}`
  yield { name: 'add a row with an old link', seq: rows + 1, statements: [forged, taken] }
  yield { name: 'empty the record', seq: 0, statements: [...cut(0), 'DELETE FROM audit_chain'] }
  yield {
    name: 'take the chain away',
    seq: 0,
    statements: ['DELETE FROM audit_link', 'DELETE FROM audit_chain'],
  }
  yield {
    name: 'begin another chain',
    seq: 0,
    statements: ['UPDATE audit_chain SET begin_mac = randomblob(32)'],
  }
  const half = String(Math.ceil(rows / 2))
  const later = `INSERT INTO audit_chain VALUES (${half}, 0, randomblob(32))`
  yield { name: 'begin a chain in the middle', seq: 0, statements: [later, edit(rows, 'action')] }
  for (let number = 0; number < rows / every / 2; number += 1) {
    const places = Array.from({ length: 2 + Math.floor(random() * 8) }, () => any()).sort((a, b) => a - b)
    const statements = places.map((seq) => {
      const field = FIELDS[Math.floor(random() * FIELDS.length)] ?? ''
      return random() < 0.7 ? edit(seq, field) : `DELETE FROM audit_event WHERE seq = ${String(seq)}`
    })
    // Twice the same row may come out as it was.
    if (new Set(places).size === places.length)
      yield { name: 'several at once', seq: places[0] ?? 0, statements }
  }
}

/** `every`: 1 for each row of the chain, more for a sample. */
export async function reportTampering(options: {
  rows: number
  every: number
  seed: number
}): Promise<TamperReport> {
  const { database, dispose } = await temporaryDatabase()
  const run = (text: string) => sql.raw(text).execute(database)
  const report: TamperReport = { tried: 0, bad: [], byKind: {} }
  try {
    const { mac, heads } = await makeChain(database, options.rows)
    const anchorAt = (seq: number) => {
      const head = { seq, mac: heads[seq - 1] ?? '' }
      const text = anchorText(mac, { format: 1, vaultId: VAULT, head, verified: null, fullAt: null })
      return readAnchor(mac, VAULT, text)?.head ?? ('damaged' as const)
    }
    const look = async (anchors: (number | null)[]): Promise<Finding[]> => {
      const compared = []
      for (const seq of anchors)
        if (seq !== null) compared.push(await compareAnchor(database, anchorAt(seq), false))
      const { findings } = await verifyRows({ database, vaultId: VAULT, mac })
      return [...compared.filter((finding) => finding !== null), ...findings]
    }
    const whole = await look([options.rows, options.rows])
    if (whole.length > 0) report.bad.push(`the whole chain: ${JSON.stringify(whole)}`)

    // An attacker has these out of the way first.
    await run('PRAGMA foreign_keys = OFF')
    for (const trigger of TRIGGERS) await run(`DROP TRIGGER ${trigger}`)
    for (const attack of attacks(options.rows, options.every, seeded(options.seed))) {
      await run('BEGIN')
      for (const statement of attack.statements) await run(statement)
      // Of the keychain always; of the file as it is, or as old as the rows.
      const file = attack.anchors === 'file rolled back' ? attack.seq - 1 : options.rows
      const findings = await look([options.rows, file])
      await run('ROLLBACK')
      report.tried += 1
      report.byKind[attack.name] = (report.byKind[attack.name] ?? 0) + 1
      const first = Math.min(...findings.map(({ seq }) => seq))
      if (findings.length === 0) report.bad.push(`${attack.name} at ${String(attack.seq)}: not found`)
      else if (attack.seq > 0 && first !== attack.seq)
        report.bad.push(`${attack.name} at ${String(attack.seq)}: said ${String(first)}`)
    }
  } finally {
    await dispose()
  }
  return report
}

export async function runTampering(options: { rows: number; every: number; seed: number }) {
  const { tried, bad } = await reportTampering(options)
  const figure = `tampering with a record of ${String(options.rows)} rows, found with the right first row`
  return { id: 'S-23', figure, tried, bad: bad.length, seed: options.seed }
}
