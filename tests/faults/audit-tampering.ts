/**
 * S-23: every way to tamper with the audit record by somebody who can write the folder and has the database's key, but
 * not the record's. Each row of a chain is changed, taken away, swapped; rows are put in; the end is cut; the whole is
 * rolled back, with the anchor's file or without; what was signed is changed or taken away; another station is let speak;
 * the chain is taken away or forged, with the anchor, the records' id and the marker. What counts as bad: tampering that is
 * not found, or a first bad row that is not the right one.
 *
 * Each attack is done to the files while Yarrow is closed, which then opens them as it always does, with a keychain and
 * with a passphrase.
 */
import { unguarded } from '../../src/main/records/handles'
import { rm } from 'node:fs/promises'
import { anchorText, readAnchor } from '../../src/main/audit/anchor'
import { anchorMac, chainMac, keyAccount, stationSigningKey } from '../../src/main/audit/audit-keys'
import { beginOf, rowText, type Station, type StoredRow } from '../../src/main/audit/chain'
import { nextCheckpoint } from '../../src/main/audit/checkpoints'
import { newKey } from '../../src/main/platform/crypto/seal'
import { recordsBench } from '../integration/records-bench'
import { seeded } from './seeded'

const OTHER_ID = '00000000-0000-4000-8000-00000000000f'
const PASSPHRASE = 'correct horse battery staple'

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

type Bench = ReturnType<typeof recordsBench>

/** `seq`: the first bad row that must be named; 0 where only finding it counts. */
type Attack = {
  name: string
  seq: number
  statements: string[]
  /** The anchor's file: as old as the rows, or gone. */
  anchor?: 'rolled back' | 'gone'
  /** What is done to other files after the statements. */
  also?: (bench: Bench) => Promise<void>
}

export type TamperReport = { tried: number; bad: string[]; byKind: Record<string, number> }

const cut = (after: number) => [
  `DELETE FROM audit_checkpoint WHERE seq > ${String(after)}`,
  `DELETE FROM audit_event WHERE seq > ${String(after)}`,
]
const swap = (one: number, other: number) => [
  `UPDATE audit_event SET seq = -1 WHERE seq = ${String(one)}`,
  `UPDATE audit_event SET seq = ${String(one)} WHERE seq = ${String(other)}`,
  `UPDATE audit_event SET seq = ${String(other)} WHERE seq = -1`,
]
/** The MACs of two rows that were swapped, back where they were. */
const macsBack = (one: number, other: number) => {
  const macOf = (seq: number) => `(SELECT mac FROM audit_event WHERE seq = ${String(seq)})`
  return [
    `CREATE TEMP TABLE macs AS SELECT ${macOf(one)} AS one, ${macOf(other)} AS other`,
    `UPDATE audit_event SET mac = (SELECT other FROM macs) WHERE seq = ${String(one)}`,
    `UPDATE audit_event SET mac = (SELECT one FROM macs) WHERE seq = ${String(other)}`,
  ]
}
const forgedRow = (seq: number, mac = 'randomblob(32)', station = 1) =>
  `INSERT INTO audit_event (station, seq, at, action, outcome, app_version, mac)
   SELECT ${String(station)}, ${String(seq)}, 1, 'patient.read', 'done', '0', ${mac}`
const forgedStation = (number: number) =>
  `INSERT INTO audit_station VALUES (${String(number)}, 'forged', 'front-desk', randomblob(32), 1)`

function* attacks(rows: number, every: number, random: () => number): Generator<Attack> {
  const any = (from = 1) => from + Math.floor(random() * (rows - from + 1))
  const edit = (seq: number, field: string) =>
    `UPDATE audit_event SET ${field} = ${EDITS[field] ?? ''} WHERE seq = ${String(seq)}`
  for (let seq = 1; seq <= rows; seq += every) {
    const at = String(seq)
    const field = FIELDS[seq % FIELDS.length] ?? ''
    yield { name: `change ${field}`, seq, statements: [edit(seq, field)] }
    yield {
      name: 'change the MAC',
      seq,
      statements: [`UPDATE audit_event SET mac = randomblob(32) WHERE seq = ${at}`],
    }
    yield { name: 'delete the row', seq, statements: [`DELETE FROM audit_event WHERE seq = ${at}`] }
    if (seq < rows) {
      yield { name: 'swap with the next', seq, statements: swap(seq, seq + 1) }
      yield {
        name: 'swap with the next, but for the MACs',
        seq,
        statements: [...swap(seq, seq + 1), ...macsBack(seq, seq + 1)],
      }
      const other = any(seq + 1)
      yield { name: 'swap with another', seq, statements: swap(seq, other) }
      yield { name: 'cut the end', seq: seq + 1, statements: cut(seq) }
      yield {
        name: 'roll back with the file',
        seq: seq + 1,
        statements: cut(seq),
        anchor: 'rolled back',
      }
    }
    // Everything behind moves up by one, so that the numbers have no gap.
    const moved = [
      `UPDATE audit_event SET seq = -seq WHERE seq >= ${at}`,
      `UPDATE audit_event SET seq = 1 - seq WHERE seq < 0`,
    ]
    yield { name: 'put a row in', seq, statements: [...moved, forgedRow(seq)] }
    const taken = `(SELECT mac FROM audit_event WHERE seq = ${String(seq + 1)})`
    yield { name: 'put a row in with an old MAC', seq, statements: [...moved, forgedRow(seq, taken)] }
  }
  const newest = `(SELECT mac FROM audit_event WHERE seq = ${String(rows)})`
  yield { name: 'add a row', seq: rows + 1, statements: [forgedRow(rows + 1)] }
  yield { name: 'add a row with an old MAC', seq: rows + 1, statements: [forgedRow(rows + 1, newest)] }
  yield {
    name: 'change what was signed',
    seq: 0,
    statements: ['UPDATE audit_checkpoint SET digest = randomblob(32)'],
  }
  yield {
    name: 'change a signature',
    seq: 0,
    statements: ['UPDATE audit_checkpoint SET signature = randomblob(64)'],
  }
  yield { name: 'take the signatures away', seq: 0, statements: ['DELETE FROM audit_checkpoint'] }
  yield { name: 'let another station speak', seq: 0, statements: [forgedStation(2), forgedRow(1, newest, 2)] }
  yield { name: 'empty the record', seq: 0, statements: [...cut(0), 'DELETE FROM audit_station'] }
  yield {
    name: 'take the chain away',
    seq: 0,
    statements: ['DELETE FROM audit_checkpoint', 'DELETE FROM audit_station'],
  }
  yield {
    name: 'begin another chain',
    seq: 0,
    statements: ['UPDATE audit_station SET public_key = randomblob(32)'],
  }
  const half = String(Math.ceil(rows / 2))
  const later = `UPDATE audit_event SET station = 2, seq = seq - ${half} WHERE seq > ${half}`
  yield { name: 'begin a chain in the middle', seq: 0, statements: [forgedStation(2), later] }
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

/** Against the record as a whole, by whoever can make everything in the folder anew. */
function* wholesale(rows: number): Generator<Attack> {
  const edited = [`UPDATE audit_event SET person_id = 'somebody else' WHERE seq = ${String(rows)}`]
  const unchained = [...edited, 'DELETE FROM audit_checkpoint', 'DELETE FROM audit_station']
  const ways: Record<string, string[]> = {
    'take the chain away': unchained,
    'take every row away': [...unchained, 'DELETE FROM audit_event', 'DELETE FROM counter'],
    'keep the chain': edited,
  }
  const otherId = (bench: Bench) => bench.renameRecords(OTHER_ID)
  const noMarker = async ({ files }: Bench) => {
    for (const file of files.markers) await rm(file)
  }
  for (const [name, statements] of Object.entries(ways)) {
    const of = { seq: 0, statements, anchor: 'gone' } as const
    yield { ...of, name: `${name}, and the anchor` }
    yield { ...of, name: `${name}, the anchor, and change the id`, also: otherId }
    yield { ...of, name: `${name}, the anchor and the marker`, also: noMarker }
  }
  yield { name: 'forge the chain', seq: 0, statements: edited, also: (bench) => forge(bench) }
  yield {
    name: 'forge the chain under another id',
    seq: 0,
    statements: edited,
    also: async (bench) => {
      await otherId(bench)
      await forge(bench)
    },
  }
}

/** With a passphrase this asks everybody for a first passphrase, and there is nobody who could remember. */
const begunAnew: Attack = {
  name: 'begin anew in the same folder',
  seq: 0,
  statements: [],
  also: ({ folder }) => rm(folder, { recursive: true }),
}

/** The station, every MAC, what was signed and the anchor, made anew and without a fault under a key of one's own. */
async function forge(bench: Bench): Promise<void> {
  const secret = newKey()
  const vaultId = await bench.vaultId()
  const { publicKey, privateKey } = stationSigningKey(secret, 'forged')
  const station: Station = { number: 1, id: 'forged', publicKey }
  const mac = chainMac(secret, station.id)
  const rows = await bench.query<StoredRow>('SELECT * FROM audit_event ORDER BY seq')
  const statements = [
    'DELETE FROM audit_checkpoint',
    `UPDATE audit_station SET id = 'forged', public_key = x'${publicKey.toString('hex')}'`,
  ]
  let previous = beginOf(mac, vaultId, station)
  for (const row of rows) {
    previous = Buffer.from(mac.of(previous, rowText(row)), 'latin1')
    statements.push(
      `UPDATE audit_event SET mac = x'${previous.toString('hex')}' WHERE seq = ${String(row.seq)}`,
    )
  }
  await bench.attack(...statements)
  const signed = await bench.openRaw()
  const next = await nextCheckpoint(signed, { vaultId, station, mac, privateKey })
  if (!next) throw new Error('There is nothing to sign')
  await signed.insertInto('auditCheckpoint').values(next.checkpoint).execute()
  await signed.destroy()
  const parsed = JSON.parse(bench.anchor.read().toString()) as { place: string }
  const head = { publicKey: publicKey.toString('hex'), seq: rows.length, mac: previous.toString('hex') }
  bench.anchor.write(
    anchorText(anchorMac(secret), {
      ...{ format: 1, vaultId, place: parsed.place, station: 1, verifiedAt: null, fullAt: null },
      known: [{ station: 1, ...head, signed: rows.length, verified: 0 }],
    }),
  )
}

/** A day's rows, of every kind, and both anchors. */
async function fill(bench: Bench, rows: number): Promise<void> {
  const { trail, database, close } = await bench.open()
  await database.transaction().execute(async (within) => {
    for (let number = 2; number <= rows; number += 1)
      await trail.audit.record(
        {
          personId: `person ${String(number % 7)}`,
          action: number % 3 === 0 ? 'patient.read' : 'plan.read',
          ...(number % 2 === 0 ? { patientId: `patient ${String(number % 40)}` } : {}),
          ...(number % 5 === 0 ? { subject: `subject ${String(number)}` } : {}),
          outcome: 'done',
        },
        unguarded(within),
      )
  })
  await close()
}

/** What an older anchor's file says; only with a keychain, which is where the key is to be had here. */
async function anchorsOf(bench: Bench): Promise<(seq: number) => string> {
  const vaultId = await bench.vaultId()
  const secret = bench.keychain.entries.get(keyAccount(vaultId)) ?? ''
  const mac = anchorMac(Buffer.from(secret, 'hex'))
  const anchor = readAnchor(mac, vaultId, bench.anchor.read().toString())
  if (typeof anchor === 'string') throw new Error(`The anchor is ${anchor}`)
  const macs = await bench.query<{ mac: Buffer }>('SELECT mac FROM audit_event ORDER BY seq')
  return (seq) => {
    const end = { seq, mac: macs[seq - 1]?.mac.toString('hex') ?? null, signed: 0, verified: 0 }
    return anchorText(mac, { ...anchor, known: anchor.known.map((known) => ({ ...known, ...end })) })
  }
}

async function tamper(
  passphrase: string | null,
  rows: number,
  attacks: Iterable<Attack>,
): Promise<TamperReport> {
  const report: TamperReport = { tried: 0, bad: [], byKind: {} }
  const bench = recordsBench(passphrase)
  /** The first row that is named, or null when nothing is found. Records that do not open are found, too. */
  const look = async (): Promise<number | null> => {
    const run = await bench.open().catch(() => null)
    if (!run) return 0
    try {
      await run.settle()
      await run.trail.verify('p')
      const { problems } = await run.state()
      return problems.length === 0 ? null : Math.min(...problems.map(({ seq }) => seq))
    } finally {
      await run.close()
    }
  }
  try {
    await fill(bench, rows)
    const putBack = bench.keep()
    const keychainBack = bench.keepKeychain()
    await bench.databaseKey()
    const anchorAt = passphrase === null ? await anchorsOf(bench) : null
    if ((await look()) !== null) report.bad.push('the whole chain: something was found')
    for (const { name, seq, statements, anchor, also } of attacks) {
      putBack()
      await keychainBack()
      await bench.attack(...statements)
      if (anchor === 'gone') bench.anchor.remove()
      if (anchor === 'rolled back' && anchorAt) bench.anchor.write(anchorAt(seq - 1))
      await also?.(bench)
      const first = await look()
      report.tried += 1
      report.byKind[name] = (report.byKind[name] ?? 0) + 1
      if (first === null) report.bad.push(`${name} at ${String(seq)}: not found`)
      else if (seq > 0 && first !== seq) report.bad.push(`${name} at ${String(seq)}: said ${String(first)}`)
    }
  } finally {
    bench.remove()
  }
  return report
}

/** `every`: 1 for each row of the chain, more for a sample. */
export async function reportTampering(options: {
  rows: number
  every: number
  seed: number
}): Promise<TamperReport> {
  const { rows, every, seed } = options
  const reports = [
    await tamper(null, rows, attacks(rows, every, seeded(seed))),
    await tamper(null, rows, [...wholesale(rows), begunAnew]),
    await tamper(PASSPHRASE, rows, wholesale(rows)),
  ]
  return {
    tried: reports.reduce((sum, { tried }) => sum + tried, 0),
    bad: reports.flatMap(({ bad }) => bad),
    byKind: Object.assign({}, ...reports.map(({ byKind }) => byKind)) as Record<string, number>,
  }
}

export async function runTampering(options: { rows: number; every: number; seed: number }) {
  const { tried, bad } = await reportTampering(options)
  const figure = `tampering with a record of ${String(options.rows)} rows, found with the right first row`
  return { id: 'S-23', figure, tried, bad: bad.length, seed: options.seed }
}
