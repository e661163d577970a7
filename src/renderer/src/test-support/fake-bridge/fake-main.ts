/** What main would hold behind the bridge: its state, its events, and one way to answer a call. */
import type { Welcome } from '../../../../shared/contract/accounts'
import type { StorageState } from '../../../../shared/contract/app'
import type { AuditRow, AuditState } from '../../../../shared/contract/audit'
import type { EmbedState, EndedPlan, OpenPlanState, PlanProgress } from '../../../../shared/contract/embed'
import type {
  Connection,
  ConnectState,
  FullscriptSettings,
  Overview,
} from '../../../../shared/contract/fullscript'
import type { PatientLinks } from '../../../../shared/contract/links'
import type { Patient } from '../../../../shared/contract/patients'
import type { Person, SessionState } from '../../../../shared/contract/people'
import type { AnnouncedPlan, Plan } from '../../../../shared/contract/plans'
import type { SetupState } from '../../../../shared/contract/setup'
import type { BackupFile, BackupsState } from '../../../../shared/contract/backups'
import type { PracticeSettings } from '../../../../shared/contract/practice'
import { type Failure, type Result } from '../../../../shared/failures'
import { FakeAccounts } from './fake-accounts'
import type { FakeEntries, Kept, Scenario } from './scenario'
import { FakeCharts } from './charts'
import { AUDIT_STATE, auditRows } from './audit-rows'
import {
  ACCOUNTS,
  CONNECTED,
  INFO,
  manyPatients,
  OLD_PLAN,
  OVERVIEW,
  OWNER,
  PLAN,
  SETTINGS,
} from '../sample-data'

export class FakeMain {
  readonly calls: { name: string; input: unknown }[] = []
  storage: StorageState
  person: Person | null
  locked: string | null
  readonly kept: Record<string, Kept>
  /** Of records that open with one. */
  passphrase: string | null = null
  practice: PracticeSettings
  backups: BackupsState = {
    ...{ folder: null, nightly: false, passphraseSetAt: null, lastMade: null, lastProved: null },
    ...{ lastFailed: null, overdue: false, running: null },
  }
  backupFiles: BackupFile[] = []
  restored: SetupState['restored'] = null
  backupPassphrase: string | null = null
  people: FakeAccounts
  fresh: boolean
  demo: boolean
  patients: Patient[]
  entries: FakeEntries
  plans: Plan[]
  announced: AnnouncedPlan[] = []
  readonly links: Record<string, PatientLinks>
  connection: Connection
  connect: ConnectState
  overview: Overview
  answerWaits: boolean
  settings: FullscriptSettings
  /** Of the plan that something was heard of last. */
  embed: PlanProgress
  /** What is open when somebody signs in. */
  openPlans: OpenPlanState[]
  endedPlans: EndedPlan[]
  audit: AuditState
  readonly auditRows: AuditRow[]
  readonly fail: Record<string, Failure>
  private readonly listeners = new Map<string, Set<(payload: never) => void>>()
  readonly scenario: Scenario
  readonly now: () => number

  constructor(scenario: Scenario = {}) {
    this.scenario = scenario
    this.now = scenario.now ?? Date.now
    this.storage = scenario.storage ?? { state: 'open' }
    this.person = scenario.signedIn === undefined ? OWNER : scenario.signedIn
    this.locked = scenario.locked ?? null
    this.kept = { ...scenario.kept }
    this.practice = { name: OWNER.practiceName, region: 'US', idleLockMinutes: 10 }
    this.fresh = scenario.fresh ?? false
    this.demo = !this.fresh && { ...INFO, ...scenario.info }.demo
    this.people = new FakeAccounts({
      accounts: this.fresh ? [] : (scenario.accounts ?? ACCOUNTS),
      password: INFO.demoPassword ?? '',
      practiceName: this.fresh ? '' : OWNER.practiceName,
      now: this.now,
    })
    this.patients = scenario.patients ?? manyPatients(30)
    this.entries = structuredClone(scenario.entries ?? [])
    this.plans = scenario.plans ?? [PLAN, OLD_PLAN]
    this.links = { ...scenario.links }
    this.connection = scenario.connection ?? CONNECTED
    this.connect = scenario.connect ?? { step: 'idle' }
    this.overview = scenario.overview ?? OVERVIEW
    this.answerWaits = scenario.answerWaits ?? false
    this.settings = { ...SETTINGS, ...scenario.settings }
    this.embed = { patientId: '', state: { step: 'closed' }, work: 'untouched' }
    this.openPlans = scenario.openPlans ?? []
    this.endedPlans = scenario.endedPlans ?? []
    this.audit = { ...AUDIT_STATE, ...scenario.audit }
    this.auditRows = scenario.auditRows ?? auditRows(240, this.patients)
    this.backups = { ...this.backups, ...scenario.backups }
    this.fail = { ...scenario.fail }
    this.charts.restrictions = { ...scenario.restrictions }
    this.charts.emergencies = scenario.emergencies ?? []
    this.charts.notices = scenario.notices ?? []
  }

  /** How often a call was made. */
  count(name: string): number {
    return this.calls.filter((call) => call.name === name).length
  }

  inputs(name: string): unknown[] {
    return this.calls.filter((call) => call.name === name).map((call) => call.input)
  }

  /** Sends an event as main does, and keeps the state that belongs to it. */
  emitStorage(state: StorageState) {
    this.storage = state
    this.emit('app.storageChanged', state)
  }
  get session(): SessionState {
    if (this.person) return { state: 'open', person: this.person }
    return this.locked === null ? { state: 'signed-out' } : { state: 'locked', username: this.locked }
  }
  /** What the person signed in has kept. */
  get mine(): Kept {
    return (this.kept[this.person?.username ?? ''] ??= { place: null, drafts: [] })
  }
  /** As the lock by time does it. */
  emitLock() {
    this.locked = this.person?.username ?? this.locked
    this.person = null
    this.emit('people.changed', this.session)
  }
  emitPerson(person: Person | null) {
    this.person = person
    this.locked = null
    this.emit('people.changed', this.session)
  }
  emitAnswerWaits(waits: boolean) {
    this.answerWaits = waits
    this.emit('people.answerWaits', waits)
  }
  emitConnect(state: ConnectState) {
    this.connect = state
    this.emit('fullscript.connectChanged', state)
  }
  emitConnection(connection: Connection) {
    this.connection = connection
    this.emit('fullscript.connectionChanged', connection)
  }
  emitEmbed(state: EmbedState, more: Partial<Omit<PlanProgress, 'state'>> = {}) {
    const patientId = 'patientId' in state ? state.patientId : this.embed.patientId
    this.embed = { ...this.embed, patientId, state, ...more }
    this.emit('embed.changed', this.embed)
  }
  emitFocusLeft(direction: 'forward' | 'backward') {
    this.emit('embed.focusLeft', { direction })
  }
  emitAudit(audit: Partial<AuditState>) {
    this.audit = { ...this.audit, ...audit }
    this.emit('app.changed', { of: 'audit', patientId: null, id: null })
  }
  emitVerifying(checked: number, total: number) {
    this.emit('audit.verifying', { checked, total })
  }
  /** A plan was sent and cannot be fetched yet. */
  announce(plan: AnnouncedPlan, patientId = this.plans[0]?.patientId ?? PLAN.patientId) {
    this.announced = [...this.announced, plan]
    this.emit('app.changed', { of: 'plans', patientId, id: null })
  }
  /** A plan comes into the chart. */
  land(plan: Plan) {
    this.announced = []
    this.plans = [plan, ...this.plans]
    this.emit('app.changed', { of: 'plans', patientId: plan.patientId, id: plan.id })
  }

  emit(name: string, payload: unknown) {
    for (const listener of [...(this.listeners.get(name) ?? [])]) listener(payload as never)
  }

  readonly on =
    (name: string) =>
    (listener: (payload: never) => void): (() => void) => {
      const known = this.listeners.get(name) ?? new Set()
      known.add(listener)
      this.listeners.set(name, known)
      return () => known.delete(listener)
    }

  async answer<T>(name: string, input: unknown, make: () => Result<T>): Promise<Result<T>> {
    this.calls.push({ name, input })
    if (this.scenario.stuck?.includes(name)) return new Promise(() => {})
    const failure = this.fail[name]
    return failure ? { ok: false, failure } : make()
  }

  readonly charts = new FakeCharts({
    answer: (name, input, make) => this.answer(name, input, make),
    patients: () => this.patients,
    person: () => this.person,
    changed: (patientId) => {
      this.emit('app.changed', { of: 'charts', patientId, id: null })
    },
  })

  /** Whoever gets in with a code is signed in. */
  welcomed(result: Result<Welcome>): Result<Welcome> {
    if (result.ok) this.emitPerson(result.value.person)
    return result
  }
}
