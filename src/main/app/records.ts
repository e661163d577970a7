/** Every service that needs the open records. Made once the vault is open, and never before. */
import type { RecordsChange } from '../../shared/contract/app'
import type { Connection } from '../../shared/contract/fullscript'
import { AuditReports } from '../audit/audit-reports'
import { Disclosures } from '../audit/disclosures'
import type { AuditTrail } from '../audit/audit-trail'
import { BackupsService } from '../backup/backups-service'
import { fileDrive } from '../backup/drive'
import type { Source } from '../backup/make-backup'
import { createEntryStore } from '../chart/entry-store'
import { createTimeline } from '../chart/timeline'
import { PlansService } from '../chart/plans-service'
import { createDrafts } from '../drafts/drafts-service'
import { ConnectFlow } from '../integrations/fullscript/connect/connect-flow'
import type { DeepLinkCallback } from '../integrations/fullscript/connect/deep-link-callback'
import { LoopbackCallback } from '../integrations/fullscript/connect/loopback-callback'
import { pastedCallback } from '../integrations/fullscript/connect/callbacks'
import { DEFAULT_LOOPBACK_PORTS, redirectUris } from '../integrations/fullscript/connect/redirect-uris'
import { attemptRows } from '../integrations/fullscript/connect/connect-attempt-repository'
import { SuspendedAttempts } from '../integrations/fullscript/connect/suspended-attempts'
import { EmbedService } from '../integrations/fullscript/embed/embed-service'
import { createUnsentPlans } from '../integrations/fullscript/embed/unsent-plan-repository'
import { forgetPerson } from '../integrations/fullscript/seals'
import { createFullscriptServices } from '../integrations/fullscript/services'
import { wait } from '../integrations/fullscript/tokens/wait'
import { IdleLock } from '../identity/idle-lock'
import type { RecoveryCodes } from '../identity/people-core'
import { createPeople } from '../identity/people-service'
import { currentPractice } from '../practice/practice-repository'
import { createPracticeSettings } from '../practice/practice-settings'
import { createSetUp } from '../practice/set-up'
import { createDoor, createRegistry } from '../patients/registry'
import { CURRENT_KDF, type Kdf } from '../platform/crypto/derive-key'
import type { Database } from '../records/database'
import { prefillLocalApplication } from './local-application'
import type { Platform } from './platform'

/** The embed page's origin until a practice says otherwise; never resolved, answered by the one-shot handler. */
const DEFAULT_ORIGIN_URI = 'https://app.yarrow.localhost'

/** Milliseconds that quitting waits for what is still being written or told to Fullscript. */
const LONGEST_SETTLING = 3_000

export type Records = ReturnType<typeof createRecords>

/** What the records are opened with. */
export type RecordsDependencies = {
  /** There before the records are: a link may be what started the app. */
  deepLinks: DeepLinkCallback
  vault: RecoveryCodes & Source
  trail: AuditTrail
  /** The page that checks a signed export without Yarrow. */
  verifierPage: string
  /** Cost of new passwords and codes; today's when left out. */
  kdf?: Kdf
}

export function createRecords(
  platform: Platform,
  database: Database,
  { deepLinks, vault, trail, verifierPage, kdf = CURRENT_KDF }: RecordsDependencies,
) {
  const { clock, logger, environment, events } = platform
  const { stationId } = trail
  const door = createDoor({ database, clock, logger, stationId, audit: trail.audit })
  const { audit, access, records } = door
  const practice = () => records.read(currentPractice)
  const practiceName = async () => (await practice())?.name ?? ''
  const practiceSettings = createPracticeSettings({ records })
  const people = createPeople({
    records,
    audit,
    clock,
    logger,
    stationId,
    practiceName,
    recoveryCodes: vault,
    kdf,
  })
  // Before anything that takes its time: no name stays on screen, and nothing of Fullscript's in front of it (F-706).
  people.onChange((session) => {
    if (session !== null) return
    events.send('people', 'changed', people.state())
    embed.leave()
  })
  const drafts = createDrafts({ records, clock })
  const idleLock = new IdleLock({
    clock: platform.idleClock,
    lock: () => void people.lock(),
  })
  const { charts, patients, nameOf } = createRegistry({
    ...door,
    clock,
    sessions: people,
    locale: platform.installation.locale,
  })
  const entries = createEntryStore({ records, audit, clock })
  const timeline = createTimeline({ records })
  const plans = new PlansService({ records, audit, clock })
  const fullscript = createFullscriptServices({
    records,
    sessions: people,
    audit,
    clock,
    logger,
    stationId,
    fetch: platform.fetch,
    build: environment.build,
    redirectUris,
    defaultOriginUri: DEFAULT_ORIGIN_URI,
    defaultLoopbackPorts: environment.loopbackPorts ?? DEFAULT_LOOPBACK_PORTS,
    plans,
    patients,
    everybody: () => people.everybody(),
  })
  const disclosures = new Disclosures({
    ...{ records, clock, logger },
    chooseFile: platform.chooseFile,
  })
  const reports = new AuditReports({
    records,
    clock,
    logger,
    patientsMeant: (query, within) => patients.meant(query, within),
    vaultId: trail.vaultId,
    practiceName,
    nameOf: (personId) => people.nameOf(personId),
    signing: () => trail.signing,
    chooseFile: platform.chooseFile,
    verifierPage,
  })
  const backups = new BackupsService({
    ...{ records, engine: platform.engine, audit, clock, logger, kdf, source: vault, drive: fileDrive },
    userData: platform.userData,
    vaultId: trail.vaultId,
    appVersion: platform.installation.version,
    practiceName,
    signAudit: () => trail.sign(),
    chooseFolder: platform.chooseFolder,
    tell: (progress) => {
      events.send('backups', 'progress', progress)
    },
  })
  const attempts = new SuspendedAttempts({
    rows: attemptRows(records, audit, stationId),
    clock,
    stationId,
    onAnswered: (waits) => {
      events.send('people', 'answerWaits', waits)
    },
  })
  // Before the flow itself hears that the session ended: a lock suspends an attempt instead of ending it.
  people.onChange((session) => {
    if (session === null && people.state().state === 'locked') connect.locked()
  })
  const connect: ConnectFlow = new ConnectFlow({
    applications: fullscript.applications,
    ledger: fullscript.ledger,
    callbacks: [new LoopbackCallback({ clock }), deepLinks, pastedCallback],
    attempts,
    sessions: people,
    records,
    clock,
    logger,
    openBrowser: platform.openBrowser,
    copyToClipboard: platform.copyText,
    onReturned: platform.raiseWindow,
  })
  const embed = new EmbedService({
    views: platform.embedViews,
    applications: fullscript.applications,
    patients: fullscript.links,
    grants: fullscript.grants,
    intake: fullscript.intake,
    sessions: people,
    clock,
    logger,
    locked: () => people.state().state === 'locked',
    awayClock: platform.idleClock,
    unsent: createUnsentPlans({ records, clock }),
    mayOpenChart: (personId, patientId) =>
      records.read(async (handle) => (await access.level(personId, patientId, handle)) !== 'closed'),
    nameOf,
    changed: (progress) => {
      events.send('embed', 'changed', progress)
    },
    focusLeft: (direction) => {
      platform.focusWindow()
      events.send('embed', 'focusLeft', { direction })
    },
  })

  people.onChange(async (session) => {
    if (session) idleLock.begin(await practiceSettings.idleLockMilliseconds())
    else idleLock.end()
  })
  practiceSettings.onChange(({ idleLockMinutes }) => {
    idleLock.change(idleLockMinutes * 60_000)
  })
  people.onChange((session) => {
    if (session) events.send('people', 'changed', people.state())
    // Not awaited: the keychain may take its time, and nobody waits for it to sign out.
    if (!session) void trail.settle()
  })
  const changed = (of: RecordsChange['of'], patientId: string | null = null, id: string | null = null) => {
    events.send('app', 'changed', { of, patientId, id })
  }
  trail.onChange(() => {
    changed('audit')
  })
  trail.onProgress((progress) => {
    events.send('audit', 'verifying', progress)
  })
  charts.onChange(async (patientId) => {
    changed('charts', patientId)
    await embed.accessChanged(patientId)
  })
  people.onAccountsChange(() => {
    changed('accounts')
    // What the person at work may do may have changed with it.
    events.send('people', 'changed', people.state())
  })
  people.onCodeRedeemed((redeemed, within) => charts.resting.rest(redeemed, within))
  people.onSealDestroyed(async ({ personId }, within) => {
    await forgetPerson(within, personId, { audit, by: personId })
    await drafts.lapse(personId, within)
  })
  entries.onChange(({ patientId }) => {
    changed('entries', patientId)
  })
  plans.onImported(({ patientId, planId }) => {
    changed('plans', patientId, planId)
  })
  fullscript.links.onChange(({ patientId }) => {
    changed('plans', patientId)
  })
  fullscript.intake.onPendingChange(({ patientId }) => {
    changed('plans', patientId)
  })
  /** "Connected" is said once; a connection that was lost since, lacks a permission or is from before scopes were added, may be made again. */
  const settleUnlessComplete = (connection: Connection) => {
    const complete =
      connection.state === 'connected' &&
      connection.missingScopes.length === 0 &&
      connection.scopesAddedAt === null
    if (!complete) connect.settle()
  }
  fullscript.onTellingSkew(() => {
    events.send('fullscript', 'clockSkewChanged', fullscript.tellingSkew())
  })
  /** An open embed speaks for the account before; it does not outlive it. */
  let changesHands = false
  connect.onChange((state) => {
    events.send('fullscript', 'connectChanged', state)
    if (state.step === 'confirming')
      changesHands = state.previousOwner !== null && state.previousOwner.id !== state.owner.id
    if (state.step === 'connected' && changesHands) void embed.shutDown('disconnected')
    if (state.step !== 'connected') return
    void fullscript.connections.current().then((connection) => {
      if (connection.ok) settleUnlessComplete(connection.value)
    })
  })
  fullscript.connections.onChange((connection) => {
    events.send('fullscript', 'connectionChanged', connection)
    if (connection.state === 'not-connected') void embed.shutDown('disconnected')
    settleUnlessComplete(connection)
  })
  prefillLocalApplication({
    application: environment.localApplication,
    sessions: people,
    settings: fullscript.applications,
    practice,
  })

  return {
    /** Somebody signed in asked for what they may not do (164.312(b)). */
    refused: (call: string) =>
      records.note({
        personId: people.current()?.person.id ?? null,
        action: 'call.refused',
        subject: call,
        outcome: 'refused',
      }),
    units: records,
    trail,
    reports,
    disclosures,
    practice,
    practiceName,
    practiceSettings,
    setUp: createSetUp(people),
    people,
    backups,
    drafts,
    idleLock,
    patients,
    charts,
    entries,
    timeline,
    plans,
    fullscript,
    connect,
    attempts,
    embed,
    /** Learns of connect attempts from before this start, and takes the link that came with it (F-206). */
    async begin() {
      const loaded = await attempts.load()
      if (!loaded.ok) logger.error('Connect attempts could not be read', { code: loaded.failure.code })
      const searchable = await patients.begin()
      if (!searchable.ok)
        logger.error('The search could not be made ready', { code: searchable.failure.code })
      const closed = await charts.begin()
      if (!closed.ok) logger.error('Emergency accesses could not be ended', { code: closed.failure.code })
      deepLinks.ready(attempts)
      trail.watch()
      backups.watch()
    },
    /** Signs out, which takes the embed, a waiting connect attempt and the keys with it. */
    async putAway() {
      connect.suspendForQuit()
      await embed.shutDown('stopped')
      // Its copy is of records that are about to close.
      await backups.close()
      await people.signOut()
      connect.dispose()
      await Promise.race([fullscript.settled(), wait(clock, LONGEST_SETTLING)])
      // A keychain that does not answer does not keep anybody from quitting.
      await Promise.race([trail.close(), wait(clock, LONGEST_SETTLING)])
    },
  }
}
