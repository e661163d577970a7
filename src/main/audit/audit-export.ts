/**
 * The record as a file, in one pass and little memory. CSV for a spreadsheet; or signed: JSON lines with a manifest, a
 * SHA-256 hash in each line that runs on from the line before, and at the end the hash of the whole and an Ed25519
 * signature (170.315(d)(8)). `verifier/` checks a signed file without Yarrow.
 */
import { createHash, sign } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { AUDIT_ACTIONS, AUDIT_CATEGORIES, auditWords, type AuditAction } from '../../shared/audit-actions'
import { subjectWords } from '../../shared/audit-subjects'
import type { AuditRow } from '../../shared/contract/audit'
import { dateAt } from '../../shared/day'
import type { SigningKey } from './audit-keys'
import { csvLine } from './csv'

export type Exported = { rows: number; sha256: string }

/** Rows in their order, in portions. */
type Rows = AsyncIterable<AuditRow[]>

/** Heads and what stands under them. */
export type Columns = readonly (readonly [head: string, (row: AuditRow) => string])[]

const COLUMNS: Columns = [
  ['workstation', ({ stationName }) => stationName],
  ['workstation number', ({ station }) => String(station)],
  ['number', ({ seq }) => String(seq)],
  ['time', ({ at }) => dateAt(at).toISOString()],
  ['person', ({ personName }) => personName ?? ''],
  ['person id', ({ personId }) => personId ?? ''],
  ['action', ({ action }) => auditWords(action)],
  ['action name', ({ action }) => action],
  ['category', ({ action }) => categoryWords(action)],
  ['disclosure', ({ action }) => (describedIn(action)?.discloses ? 'yes' : '')],
  ['patient', ({ patientName }) => patientName ?? ''],
  ['chart number', ({ chartNumber }) => chartNumber ?? ''],
  ['patient id', ({ patientId }) => patientId ?? ''],
  ['about', ({ subject, names }) => subjectWords(subject ?? '', (id) => names[id])],
  ['about, as recorded', ({ subject }) => subject ?? ''],
  ['acting as', ({ actingAs, names }) => (actingAs ? (names[actingAs.id] ?? actingAs.type) : '')],
  ['acting as, as recorded', ({ actingAs }) => (actingAs ? `${actingAs.type} ${actingAs.id}` : '')],
  ['emergency', ({ emergency }) => (emergency ? 'yes' : '')],
  ['outcome', ({ outcome }) => outcome],
  ['version', ({ appVersion }) => appVersion],
]

const describedIn = (action: string) =>
  action in AUDIT_ACTIONS ? AUDIT_ACTIONS[action as AuditAction] : undefined
const categoryWords = (action: string) => {
  const described = describedIn(action)
  return described ? AUDIT_CATEGORIES[described.category] : ''
}

/** UTF-8 with a byte order mark, which spreadsheets need to read names right. */
export function writeCsv(file: string, rows: Rows, columns = COLUMNS): Promise<Exported> {
  return writeOnce(file, async (add) => {
    await add(`\ufeff${csvLine(columns.map(([name]) => name))}`)
    let count = 0
    for await (const portion of rows) {
      await add(portion.map((row) => csvLine(columns.map(([, of]) => of(row)))).join(''))
      count += portion.length
    }
    return count
  })
}

export type Manifest = {
  practice: string
  vaultId: string
  exportedAt: string
  exportedBy: string
  filter: string
}

/** What is signed: fixed words, so that a signature for this can never be taken for one of something else. */
const signedText = (sha256: string) => `yarrow audit export 1 ${sha256}`

export function writeSigned(
  file: string,
  rows: Rows,
  manifest: Manifest,
  { privateKey, publicKey, fingerprint }: SigningKey,
): Promise<Exported> {
  return writeOnce(file, async (add, soFar) => {
    const of = { ...manifest, publicKey: publicKey.toString('base64'), fingerprint }
    let hash = ''
    const line = (kind: string, value: unknown) => {
      const text = JSON.stringify(value)
      hash = createHash('sha256').update(hash).update(text).digest('hex')
      return `{"hash":"${hash}","${kind}":${text}}\n`
    }
    await add(line('manifest', { yarrow: 'audit export', format: 1, ...of }))
    let count = 0
    for await (const portion of rows) {
      await add(portion.map((row) => line('row', row)).join(''))
      count += portion.length
    }
    await add(line('end', { rows: count }))
    const sha256 = soFar()
    const signature = sign(null, Buffer.from(signedText(sha256)), privateKey).toString('base64')
    await add(`${JSON.stringify({ sha256, signature })}\n`)
    return count
  })
}

type Write = (add: (text: string) => Promise<void>, soFar: () => string) => Promise<number>

/** Under another name until it is complete: half an export never lies about. `sha256`: of the whole file. */
async function writeOnce(file: string, write: Write): Promise<Exported> {
  const unfinished = `${file}.unfinished`
  const hash = createHash('sha256')
  const handle = await open(unfinished, 'w', 0o600)
  let rows
  try {
    rows = await write(
      async (text) => {
        hash.update(text)
        await handle.write(text)
      },
      () => hash.copy().digest('hex'),
    )
    await handle.sync()
    await handle.close()
    await rename(unfinished, file)
  } catch (error) {
    await handle.close().catch(() => undefined)
    await rm(unfinished, { force: true })
    throw error
  }
  return { rows, sha256: hash.digest('hex') }
}
