/**
 * A practice to do everything in that the audit record knows: the app's own services and handlers behind the bridge's
 * own checks, over a real encrypted file and the local Fullscript. What is done is looked at from outside: every table,
 * the rows of the record, and the file as a kill between two statements would leave it.
 */
import { copyFileSync, existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { sql, type KyselyPlugin, type PluginTransformQueryArgs, type PluginTransformResultArgs } from 'kysely'
import { startSandbox } from '../../sandbox/server'
import { answerCall, type Handler } from '../../src/main/bridge/answer-call'
import { ManualClock } from '../../src/main/platform/clock/manual-clock'
import { DeepLinkCallback } from '../../src/main/integrations/fullscript/connect/deep-link-callback'
import { redirectUris } from '../../src/main/integrations/fullscript/connect/redirect-uris'
import type { ExternalLinks } from '../../src/main/platform/security/external-links'
import { MemoryKeychain } from '../../src/main/platform/keychain/memory-keychain'
import { silentLogger as logger } from '../../src/main/platform/logging/logger'
import { may } from '../../src/shared/capabilities'
import { FLOOR_KDF } from '../../src/main/platform/crypto/derive-key'
import { fileDrive } from '../../src/main/backup/drive'
import { RestoreService } from '../../src/main/backup/restore-service'
import { auditFailures } from '../../src/main/app/failed-calls'
import { createRecords } from '../../src/main/app/records'
import { openTrail, recordsVault } from '../../src/main/app/records-vault'
import type { Platform } from '../../src/main/app/platform'
import type { KeptAppearance } from '../../src/main/platform/windows/appearance'
import { embedPageHandlers, windowHandlers } from '../../src/main/app/window-handlers'
import type { Database } from '../../src/main/records/database'
import { NEWEST_VERSION } from '../../src/main/records/migrations/index'
import { temporaryFolder } from '../../src/main/records/temporary-database'
import { accountFor } from '../../src/main/records/vault-key'
import { embedBridgeCalls, windowCalls } from '../../src/shared/contract'
import type { CallContract } from '../../src/shared/contract/contract'
import type { MountInstruction } from '../../src/shared/contract/embed'
import { failed, ok, type Result } from '../../src/shared/failures'
import { EagerClock } from '../integration/tokens-rig'
import { nodeFetch } from '../support/node-fetch'
import { loopbackPorts } from '../support/loopback-ports'
import { recordsWorker } from '../support/records-worker'

export const APP_VERSION = '9.8.7'

const AUDIT_TABLES = ['audit_event', 'audit_checkpoint', 'audit_station']

/** Every row of every table beside the record's own, as text, by table. */
export type Tables = Record<string, string[]>

/** A row of the record, as it is stored. */
export type Row = {
  station: number
  seq: number
  at: number
  monotonic: number
  personId: string | null
  action: string
  patientId: string | null
  subject: string | null
  outcome: string
  appVersion: string
  actingAsType: string | null
  actingAsId: string | null
  emergency: number
  mac: Buffer
}

const open = (file: string, key: Buffer) =>
  recordsWorker.open({ file, key, mode: 'write', newestVersion: NEWEST_VERSION })

/** When they were last used is noted once an hour, in the background, by whichever deed comes first after the full hour. */
const CONNECTION_TABLES = ['fullscript_connection', 'fullscript_clinic_connection']

type Reading = { names: string[]; statement: string }
let reading: Promise<Reading> | null = null

/** The statement that reads every row of every table as text; the tables are the same in all practices. */
async function readingOf(database: Database): Promise<Reading> {
  const { rows } = await sql<{ table: string; column: string }>`
    SELECT t.name AS "table", c.name AS "column" FROM sqlite_master t, pragma_table_info(t.name) c
    WHERE t.type = 'table'`.execute(database)
  const columns = new Map<string, string[]>()
  for (const { table, column } of rows) {
    // Who works on what at this moment is nothing of the records.
    if (AUDIT_TABLES.includes(table) || table === 'lease') continue
    if (column === 'last_used_at' && CONNECTION_TABLES.includes(table)) continue
    columns.set(table, [...(columns.get(table) ?? []), column])
  }
  const selects = [...columns].map(([table, of]) => {
    const values = of.map((column) => `'${column}', quote("${column}")`)
    return `SELECT '${table}' AS name, json_object(${values.join()}) AS content FROM "${table}"`
  })
  return { names: [...columns.keys()], statement: selects.join(' UNION ALL ') }
}

export async function tablesOf(database: Database): Promise<Tables> {
  const { names, statement } = await (reading ??= readingOf(database))
  const tables: Tables = Object.fromEntries(names.map((name) => [name, []]))
  const { rows } = await sql.raw<{ name: string; content: string }>(statement).execute(database)
  for (const { name, content } of rows) tables[name]?.push(content)
  for (const all of Object.values(tables)) all.sort()
  return tables
}

/** In their order; `behind`: without so many first ones. */
export const rowsOf = (database: Database, behind = 0): Promise<Row[]> =>
  database.selectFrom('auditEvent').selectAll().where('seq', '>', behind).orderBy('seq').execute() as Promise<
    Row[]
  >

export async function countRows(database: Database): Promise<number> {
  const count = database.selectFrom('auditEvent').select(({ fn }) => fn.countAll<number>().as('rows'))
  return (await count.executeTakeFirstOrThrow()).rows
}

/** Sees every statement go by; between two of them a process can be killed. */
class Statements implements KyselyPlugin {
  count = 0
  between: () => void = () => undefined

  transformQuery({ node }: PluginTransformQueryArgs) {
    this.count += 1
    this.between()
    return node
  }

  transformResult({ result }: PluginTransformResultArgs) {
    this.between()
    return Promise.resolve(result)
  }
}

/** Every call of both bridges, by its name there. */
export const CALLS: ReadonlyMap<string, CallContract> = new Map([
  ...Object.entries(windowCalls).flatMap(([area, calls]) =>
    Object.entries<CallContract>(calls).map(([name, contract]) => [`${area}.${name}`, contract] as const),
  ),
  ...Object.entries<CallContract>(embedBridgeCalls).map(
    ([name, contract]) => [`embed page ${name}`, contract] as const,
  ),
])

/** The calls that end the session themselves. */
const ENDS_SESSION = ['people.signOut', 'people.lock']

export type Practice = Awaited<ReturnType<typeof openPractice>>

export async function openPractice() {
  const { folder, remove } = temporaryFolder()
  const file = join(folder, 'yarrow.db')
  const clock = new EagerClock(Date.now(), 1_000)
  const keychain = new MemoryKeychain()
  const program = {
    engine: recordsWorker,
    keychain,
    clock,
    logger,
    computer: 'front-desk',
    appVersion: APP_VERSION,
  }
  const opened = recordsVault(folder, program)
  await opened.open()
  const raw = opened.database()
  const key = Buffer.from(keychain.entries.get(await accountFor(folder)) ?? '', 'hex')
  const statements = new Statements()
  const database = raw.withPlugin(statements)
  const ports = await loopbackPorts()
  const sandbox = await startSandbox({
    https: false,
    redirectUris: redirectUris({ environment: 'local', wayBack: 'paste', loopbackPorts: [...ports] }),
  })
  const trail = await openTrail({ database: () => database, identity: () => opened.identity() }, program)
  const unused: unknown = null
  const mounted: MountInstruction[] = []
  const copied: string[] = []
  const save = { to: null as string | null, folder: null as string | null, backup: null as string | null }
  const platform: Platform = {
    engine: recordsWorker,
    computer: program.computer,
    environment: {
      build: 'test',
      userData: folder,
      demo: false,
      localFullscript: null,
      localApplication: null,
      loopbackPorts: [...ports],
      browser: null,
      saveTo: null,
      testHooks: false,
      quickKeys: false,
    },
    installation: {
      version: APP_VERSION,
      electron: '',
      chrome: '',
      node: process.versions.node,
      nodeApi: '',
      runtime: 'stand-in',
      locale: 'en-US',
    },
    userData: folder,
    keychain,
    clock,
    idleClock: new ManualClock(),
    logger,
    events: { send: () => undefined },
    fetch: nodeFetch,
    openBrowser: () => Promise.resolve(ok(null)),
    embedViews: {
      create: () => ({
        pageId: 0,
        mount: (instruction) => void mounted.push(instruction),
        setAside: () => undefined,
        bringBack: () => undefined,
        picture: () => Promise.resolve(null),
        place: () => undefined,
        focus: () => undefined,
        destroy: () => Promise.resolve(),
      }),
    },
    externalLinks: unused as ExternalLinks,
    appearance: unused as KeptAppearance,
    firstScreen: { keep: () => undefined },
    chooseFile: () => Promise.resolve(save.to),
    chooseFolder: () => Promise.resolve(save.folder),
    chooseBackup: () => Promise.resolve(save.backup),
    copyText: (text) => void copied.push(text),
    isLinkHandler: () => true,
    raiseWindow: () => undefined,
    focusWindow: () => undefined,
  }
  const deepLinks = new DeepLinkCallback({ clock, logger, isLinkHandler: () => true })
  const vault = {
    keepRecovery: () => Promise.resolve(true),
    forgetRecovery: () => Promise.resolve(true),
    copyTo: (to: string, next: Buffer) => opened.copyTo(to, next),
    sealForRecovery: (content: Buffer) => opened.sealForRecovery(content),
  }
  const records = createRecords(platform, database, {
    ...{ deepLinks, vault, trail, verifierPage: '<html>' },
    // Nothing here is about what a guess costs.
    kdf: FLOOR_KDF,
  })
  const restoring = new RestoreService({
    ...{ ...program, kdf: FLOOR_KDF, drive: fileDrive, userData: folder },
    chooseBackup: platform.chooseBackup,
    tell: () => undefined,
  })
  const handlers: Record<string, Record<string, Handler>> = windowHandlers({
    records: () => records,
    keepFirstScreen: () => undefined,
    choice: {
      demo: () => false,
      restored: () => null,
      open: () => Promise.resolve(),
      changeKey: () => Promise.resolve(failed('unexpected')),
    },
    restores: {
      choose: () => restoring.choose(null),
      open: ({ typed }) => restoring.open(null, typed),
      apply: () => Promise.resolve(failed('unexpected')),
      cancel: () => restoring.cancel(),
    },
    info: () => {
      throw new Error('Not asked here')
    },
    storage: {
      state: () => ({ state: 'open' }),
      retry: () => Promise.resolve({ state: 'open' }),
      openWithPassphrase: () => Promise.resolve({ state: 'open' }),
      createPassphraseVault: () => Promise.resolve({ state: 'open' }),
      openWithRecoveryCode: () => Promise.resolve({ state: 'open' }),
    },
    externalLinks: platform.externalLinks,
    appearance: platform.appearance,
  })
  const { sessionGrant, report } = embedPageHandlers(() => records)
  const pageHandlers: Record<string, Handler> = {
    sessionGrant: () => sessionGrant(0, undefined),
    report: (input) => report(0, input),
  }
  const gate = {
    sessionId: () => records.people.current()?.id ?? null,
    allowed: (capability: Parameters<typeof may>[1]) =>
      may(records.people.current()?.person ?? null, capability),
    refused: (call: string) => records.refused(call),
    audited: auditFailures(() => records, logger),
  }
  let snapshots = 0

  /** The file as it is at this moment on the disk. */
  const snapshot = () => {
    snapshots += 1
    const copy = join(folder, `kill-${String(snapshots)}.db`)
    copyFileSync(file, copy)
    if (existsSync(`${file}-wal`)) copyFileSync(`${file}-wal`, `${copy}-wal`)
    return copy
  }
  const stamp = () =>
    [file, `${file}-wal`]
      .map((one) => (existsSync(one) ? statSync(one, { bigint: true }) : null))
      .map((found) => (found ? `${String(found.size)} ${String(found.mtimeNs)}` : ''))
      .join()

  return {
    folder,
    file,
    key,
    sandbox,
    loopbackPorts: ports,
    clock,
    trail,
    records,
    mounted,
    copied,
    save,
    database: raw,

    /** As the bridge answers it. `trusted`: whether the page itself speaks. */
    call(name: string, input?: unknown, trusted = true): Promise<Result<unknown>> {
      const contract = CALLS.get(name)
      const [area = '', of = ''] = name.split('.')
      const handler = name.startsWith('embed page ')
        ? pageHandlers[name.slice('embed page '.length)]
        : handlers[area]?.[of]
      if (!contract || !handler) throw new Error(`No such call: ${name}`)
      const asked = { name, contract, handler, endsSession: ENDS_SESSION.includes(name) }
      return answerCall(asked, input, trusted, { gate, logger, newReference: () => 'REFERENCE' })
    },

    /** Both clocks: the server's and ours. */
    advance(milliseconds: number) {
      sandbox.control.advance(milliseconds)
      clock.advance(milliseconds)
    },

    /** Until nothing more comes of what was done: two looks without a statement between them. */
    async quiet() {
      for (let calm = 0; calm < 2; calm += 1) {
        const before = statements.count
        await records.fullscript.settled()
        for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate)
        await raw.transaction().execute(() => Promise.resolve())
        if (statements.count !== before) calm = -1
      }
    },

    /** While `work` runs no row can be added to the record. */
    async withoutRecord<T>(work: () => Promise<T>): Promise<T> {
      await sql`CREATE TEMP TRIGGER no_record BEFORE INSERT ON main.audit_event
        BEGIN SELECT RAISE(ABORT, 'no row today'); END`.execute(raw)
      try {
        return await work()
      } finally {
        await sql`DROP TRIGGER no_record`.execute(raw)
      }
    },

    /** Copies of the file from between any two statements of `work`; `points`: how many places there are for a kill. */
    async withKills<T>(work: () => Promise<T>): Promise<{ value: T; copies: string[]; points: number }> {
      const copies = [snapshot()]
      let last = stamp()
      let points = 0
      statements.between = () => {
        points += 1
        const now = stamp()
        if (now === last) return
        last = now
        copies.push(snapshot())
      }
      try {
        const value = await work()
        copies.push(snapshot())
        return { value, copies, points }
      } finally {
        statements.between = () => undefined
      }
    },

    /** What the next start finds in such a copy. */
    async afterKill(copy: string): Promise<{ tables: Tables; rows: number }> {
      const found = await open(copy, key)
      try {
        return { tables: await tablesOf(found), rows: await countRows(found) }
      } finally {
        await found.destroy()
      }
    },

    async dispose() {
      await records.putAway()
      await opened.close()
      await sandbox.close()
      remove()
    },
  }
}
