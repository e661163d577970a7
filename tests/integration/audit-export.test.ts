/**
 * Proves that what is exported is what is in the record, that a signed export is checked without Yarrow by the page in a
 * real browser and by the Node script alike, that both find every changed byte; and that searching 100 000 rows is fast.
 */
import { spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AUDIT_SORTS, NO_AUDIT_FILTER, type AuditFilter } from '../../src/shared/contract/audit'
import { signingKey } from '../../src/main/audit/audit-keys'
import { AuditReports, VERIFIER_NAME } from '../../src/main/audit/audit-reports'
import { ManualClock } from '../../src/main/platform/clock/manual-clock'
import { silentLogger as logger } from '../../src/main/platform/logging/logger'
import {
  elsewhere,
  recordsOver,
  registerTestStation,
  temporaryDatabase,
} from '../../src/main/records/temporary-database'
import { readQuery } from '../../src/shared/patient-search'
import { projectRoot } from '../support/processes'
import { SystemBrowser } from '../support/system-browser'

/** How quick it is counts for the file; on a server it is what is found that counts. */
const ROWS = elsewhere.make ? 4_000 : 100_000
const verifier = join(projectRoot, 'src', 'main', 'audit', 'verifier', 'check-audit-export.html')
const script = join(projectRoot, 'scripts', 'check-audit-export.mjs')

let world: Awaited<ReturnType<typeof makeWorld>>

async function makeWorld() {
  const { database, folder, dispose } = await temporaryDatabase()
  const clock = new ManualClock()
  await sql`INSERT INTO person (id, username, display_name, credentials, npi, role, active, created_at)
    VALUES ('p1', 'june', 'June Hartwell', 'ND', '', 'practitioner', 1, 1), ('p2', 'tomas', '=Tomas "T" Okafor', '', '', 'staff', 1, 1)`.execute(
    database,
  )
  await registerTestStation(database)
  await sql
    .raw(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${String(ROWS)})
    INSERT INTO audit_event (station, seq, at, person_id, action, patient_id, subject, outcome, app_version, mac)
    SELECT 1, i, 1000 * i, CASE i % 3 WHEN 0 THEN NULL WHEN 1 THEN 'p1' ELSE 'p2' END,
      CASE i % 4 WHEN 0 THEN 'patient.read' WHEN 1 THEN 'plan.read' WHEN 2 THEN 'person.sign-in' ELSE 'fullscript.grant' END,
      CASE WHEN i % 2 = 0 THEN 'patient ' || (i % 50) END, CASE WHEN i % 5 = 0 THEN 'subject ' || i END,
      CASE i % 7 WHEN 0 THEN 'failed' ELSE 'done' END, '0.1.0', ${elsewhere.make ? `decode(repeat('00', 32), 'hex')` : 'zeroblob(32)'} FROM n`,
    )
    .execute(database)
  const chosen = { file: null as string | null }
  const reports = new AuditReports({
    records: recordsOver({ database, clock }).records,
    clock,
    logger,
    vaultId: 'vault',
    practiceName: () => Promise.resolve('Meadow & Stone'),
    nameOf: () => Promise.resolve('June Hartwell'),
    signing: () => signingKey(Buffer.alloc(32, 7)),
    patientsMeant: (query) => Promise.resolve(readQuery(query, { locale: 'en-US', today: '2026-11-30' })),
    chooseFile: () => Promise.resolve(chosen.file),
    verifierPage: readFileSync(verifier, 'utf8'),
  })
  return { database, folder, dispose, reports, chosen }
}

beforeAll(async () => {
  world = await makeWorld()
}, 60_000)
afterAll(() => world.dispose())

const checkByScript = (file: string) => spawnSync(process.execPath, [script, file], { encoding: 'utf8' })

test('164.312(b) 170.315(d)(3): 100 000 rows are filtered and sorted by each column', async () => {
  const slow: string[] = []
  for (const sort of AUDIT_SORTS) {
    for (const descending of [true, false]) {
      const began = performance.now()
      const found = await world.reports.search('p1', {
        ...NO_AUDIT_FILTER,
        outcome: 'done',
        sort,
        descending,
        limit: 100,
        offset: 200,
      })
      if (performance.now() - began > 5_000) slow.push(sort)
      expect(found).toMatchObject({ ok: true, value: { rows: { length: 100 } } })
    }
  }
  // The goal is a second; this only says that no order goes through a table again for each row.
  expect(slow).toEqual([])
})

test.each<[string, Partial<AuditFilter>, string]>([
  ['person', { personId: 'p1' }, `person_id = 'p1'`],
  ['nobody', { personId: 'nobody' }, 'person_id IS NULL'],
  ['category', { category: 'plan' }, `action = 'plan.read'`],
  ['action', { action: 'fullscript.grant' }, `action = 'fullscript.grant'`],
  ['outcome', { outcome: 'failed' }, `outcome = 'failed'`],
  ['time', { from: 5_000, to: 90_000 }, 'at >= 5000 AND at < 90000'],
])('170.315(d)(3): a search by %s finds what SQL finds', async (_name, filter, where) => {
  const { rows } = await sql
    .raw<{ total: number }>(
      `SELECT count(*) AS total FROM audit_event WHERE ${where} AND seq <= ${String(ROWS)}`,
    )
    .execute(world.database)
  const asked = {
    ...NO_AUDIT_FILTER,
    from: null,
    to: 1_000 * ROWS + 1,
    ...filter,
    sort: 'at',
    descending: false,
    limit: 5,
    offset: 0,
  } as const
  const found = await world.reports.search('p1', asked)
  expect(found.ok && found.value.total).toBe(rows[0]?.total)
})

test('170.315(d)(3): the CSV has what SQL has, quoted so that no name is a formula', async () => {
  const file = join(world.folder, 'all.csv')
  world.chosen.file = file
  const filter = { ...NO_AUDIT_FILTER, to: 1_000 * ROWS + 1 }
  expect(await world.reports.exportCsv('p1', filter)).toMatchObject({
    ok: true,
    value: { file: 'all.csv', rows: ROWS },
  })
  const text = readFileSync(file, 'utf8')
  expect(text.startsWith('\ufeff"workstation","workstation number","number","time","person"')).toBe(true)
  const lines = text.trimEnd().split('\r\n').slice(1)
  const { rows } = await sql<{
    seq: number
    at: number
  }>`SELECT seq, at FROM audit_event WHERE seq <= ${ROWS} ORDER BY seq`.execute(world.database)
  expect(lines.map((line) => line.split(',').slice(0, 4).join())).toEqual(
    rows.map(({ seq, at }) => `"test","1","${String(seq)}","${new Date(at).toISOString()}"`),
  )
  expect(lines[1]).toContain(`"'=Tomas ""T"" Okafor"`)
})

test('nothing is written when nobody chose a file, and what could not be written is in the record', async () => {
  world.chosen.file = null
  expect(await world.reports.exportCsv('p1', NO_AUDIT_FILTER)).toEqual({ ok: true, value: null })
  world.chosen.file = join(world.folder, 'no such folder', 'x.csv')
  expect(await world.reports.exportCsv('p1', NO_AUDIT_FILTER)).toMatchObject({
    ok: false,
    failure: { code: 'file-not-written' },
  })
  const last = await world.database
    .selectFrom('auditEvent')
    .selectAll()
    .orderBy('seq', 'desc')
    .limit(1)
    .execute()
  expect(last).toMatchObject([{ action: 'audit.exported', outcome: 'failed', subject: 'csv' }])
})

test('170.315(d)(8) 164.312(c)(1) 164.312(c)(2): a signed export is checked in a real browser and by the script, and each changed byte is found', async () => {
  const file = join(world.folder, 'signed.jsonl')
  world.chosen.file = file
  const filter = { ...NO_AUDIT_FILTER, to: 400_000 }
  const exported = await world.reports.exportSigned('p1', filter)
  expect(exported).toMatchObject({
    ok: true,
    value: { rows: 399, sha256: createHash('sha256').update(readFileSync(file)).digest('hex') },
  })
  expect(statSync(file).mode & 0o777).toBe(0o600)
  const whole = readFileSync(file)

  const browser = await SystemBrowser.start(['--headless=new'])
  try {
    const [page] = browser.pages()
    if (!page) throw new Error('The browser has no page')
    await page.goto(`file://${join(world.folder, VERIFIER_NAME)}`)
    const checkInBrowser = async (bytes: Buffer) => {
      await page.locator('#result').evaluate((element) => element.replaceChildren())
      await page
        .locator('input')
        .setInputFiles({ name: 'x.jsonl', mimeType: 'application/json', buffer: bytes })
      const verdict = page.locator('[data-verdict]')
      return `${(await verdict.getAttribute('data-verdict')) ?? ''}: ${(await verdict.textContent()) ?? ''}`
    }
    expect(await checkInBrowser(whole)).toBe('good: The file is exactly as it was signed.')
    expect(await page.locator('dl').textContent()).toContain('Meadow & Stone')
    expect(checkByScript(file)).toMatchObject({ status: 0 })

    const changed = join(world.folder, 'changed.jsonl')
    const fails = async (bytes: Buffer, says: RegExp) => {
      writeFileSync(changed, bytes)
      expect(checkByScript(changed)).toMatchObject({
        status: 1,
        stdout: expect.stringMatching(says) as string,
      })
      expect(await checkInBrowser(bytes)).toMatch(/^bad/)
    }
    const lines = whole.toString('utf8').split('\n')
    const row = lines[100] ?? ''
    const with_ = (at: number, ...instead: string[]) =>
      Buffer.from(lines.toSpliced(at, 1, ...instead).join('\n'))
    await fails(with_(100, row.replace('"outcome":"done"', '"outcome":"fail"')), /line 101/)
    await fails(with_(100), /line 101/)
    await fails(with_(100, row, row), /line 102/)
    await fails(with_(lines.length - 2, '{"sha256":"0","signature":"AA=="}'), /not as Yarrow wrote it/)
    await fails(whole.subarray(0, whole.length - 300), /end of the file|line|not as/)
    for (let number = 0; number < 15; number += 1) {
      const bytes = Buffer.from(whole)
      const at = randomBytes(4).readUInt32BE() % bytes.length
      bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at)
      writeFileSync(changed, bytes)
      expect(checkByScript(changed).status, `byte ${String(at)}`).not.toBe(0)
      expect(await checkInBrowser(bytes), `byte ${String(at)}`).toMatch(/^bad/)
    }
  } finally {
    await browser.stop()
  }
}, 120_000)
