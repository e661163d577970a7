/**
 * A whole bridge in memory: the contract's calls and events without a main process. Scenario switches change what it
 * answers; `fail` makes any call fail; `calls` says what was asked. It behaves, it does not imitate looks: a person
 * signs in with the demo password, a search searches, an update checks its version.
 */
import type { WindowBridge } from '../../../shared/bridge'
import type { Account, Welcome } from '../../../shared/bridge/accounts'
import type { StorageState } from '../../../shared/bridge/app'
import type { AuditRow, AuditState } from '../../../shared/bridge/audit'
import type { Draft } from '../../../shared/bridge/drafts'
import type { EmbedState } from '../../../shared/bridge/embed'
import type {
  Connection,
  ConnectState,
  FullscriptSettings,
  Overview,
  OverviewRow,
  TestAnswer,
} from '../../../shared/bridge/fullscript'
import type { EmergencyAccess } from '../../../shared/bridge/charts'
import type { Patient, PatientRow } from '../../../shared/bridge/patients'
import type { Person, SessionState } from '../../../shared/bridge/people'
import type { AnnouncedPlan, Plan } from '../../../shared/bridge/plans'
import type { PracticeSettings } from '../../../shared/bridge/practice'
import { failed, ok, type Failure, type Result } from '../../../shared/failures'
import { FakeAccounts } from './fake-accounts'
import { CLINICS, fakeClinics } from './fake-clinics'
import { FakeCharts, type FakeRestriction } from './fake-charts'
import { AUDIT_STATE, auditRows, searchAudit } from './fake-audit'
import {
  ACCOUNTS,
  CONNECTED,
  FULLSCRIPT_OWNER,
  INFO,
  id,
  manyPatients,
  OLD_PLAN,
  OVERVIEW,
  OWNER,
  PLAN,
  RECOVERY_CODE,
  SETTINGS,
  PEOPLE,
} from './sample-data'

export type Scenario = {
  info?: Partial<typeof INFO>
  storage?: StorageState
  signedIn?: Person | null
  /** Whose work waits behind the lock; with `signedIn: null`. */
  locked?: string
  /** What everybody left half-typed, and where; by username. */
  kept?: Record<string, Kept>
  accounts?: Account[]
  /** No practice here yet. */
  fresh?: boolean
  patients?: Patient[]
  plans?: Plan[]
  /** By patient. */
  restrictions?: Record<string, FakeRestriction>
  emergencies?: EmergencyAccess[]
  notices?: EmergencyAccess[]
  connection?: Connection
  connect?: ConnectState
  overview?: Overview
  /** Milliseconds. */
  clockSkew?: number
  /** A link from the browser waits for somebody to sign in. */
  linkParked?: boolean
  settings?: Partial<FullscriptSettings>
  embed?: EmbedState
  audit?: Partial<AuditState>
  auditRows?: AuditRow[]
  /** Calls that never answer, by name: `patients.search`. */
  stuck?: string[]
  fail?: Record<string, Failure>
  now?: () => number
}

/** Half-typed text and the place on screen of one person. */
export type Kept = { place: string | null; drafts: Draft[] }

/** What a row of a closed chart does not tell. */
const HIDDEN = { birthDate: null, sex: 'unspecified', email: '', phone: '' } as const

export class FakeBridge {
  readonly calls: { name: string; input: unknown }[] = []
  storage: StorageState
  person: Person | null
  locked: string | null
  readonly kept: Record<string, Kept>
  practice: PracticeSettings
  people: FakeAccounts
  fresh: boolean
  demo: boolean
  patients: Patient[]
  plans: Plan[]
  announced: AnnouncedPlan[] = []
  connection: Connection
  connect: ConnectState
  overview: Overview
  linkParked: boolean
  settings: FullscriptSettings
  embed: EmbedState
  audit: AuditState
  readonly auditRows: AuditRow[]
  readonly fail: Record<string, Failure>
  private readonly listeners = new Map<string, Set<(payload: never) => void>>()
  private readonly scenario: Scenario
  private readonly now: () => number

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
    this.plans = scenario.plans ?? [PLAN, OLD_PLAN]
    this.connection = scenario.connection ?? CONNECTED
    this.connect = scenario.connect ?? { step: 'idle' }
    this.overview = scenario.overview ?? OVERVIEW
    this.linkParked = scenario.linkParked ?? false
    this.settings = { ...SETTINGS, ...scenario.settings }
    this.embed = scenario.embed ?? { step: 'closed' }
    this.audit = { ...AUDIT_STATE, ...scenario.audit }
    this.auditRows = scenario.auditRows ?? auditRows(240, this.patients)
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
  emitLinkParked(parked: boolean) {
    this.linkParked = parked
    this.emit('people.linkParked', parked)
  }
  emitConnect(state: ConnectState) {
    this.connect = state
    this.emit('fullscript.connectChanged', state)
  }
  emitConnection(connection: Connection) {
    this.connection = connection
    this.emit('fullscript.connectionChanged', connection)
  }
  emitEmbed(state: EmbedState) {
    this.embed = state
    this.emit('embed.changed', state)
  }
  emitFocusLeft(direction: 'forward' | 'backward') {
    this.emit('embed.focusLeft', { direction })
  }
  emitAudit(audit: Partial<AuditState>) {
    this.audit = { ...this.audit, ...audit }
    this.emit('audit.changed', null)
  }
  emitVerifying(checked: number, total: number) {
    this.emit('audit.verifying', { checked, total })
  }
  /** A plan was sent and cannot be fetched yet. */
  announce(plan: AnnouncedPlan, patientId = this.plans[0]?.patientId ?? PLAN.patientId) {
    this.announced = [...this.announced, plan]
    this.emit('plans.announced', { patientId })
  }
  /** A plan comes into the chart. */
  land(plan: Plan) {
    this.announced = []
    this.plans = [plan, ...this.plans]
    this.emit('plans.landed', { patientId: plan.patientId, planId: plan.id })
  }

  private emit(name: string, payload: unknown) {
    for (const listener of [...(this.listeners.get(name) ?? [])]) listener(payload as never)
  }

  private readonly on =
    (name: string) =>
    (listener: (payload: never) => void): (() => void) => {
      const known = this.listeners.get(name) ?? new Set()
      known.add(listener)
      this.listeners.set(name, known)
      return () => known.delete(listener)
    }

  private async answer<T>(name: string, input: unknown, make: () => Result<T>): Promise<Result<T>> {
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
      this.emit('charts.changed', { patientId })
    },
  })

  readonly bridge: WindowBridge = {
    app: {
      info: () => this.answer('app.info', undefined, () => ok(this.info())),
      storage: () => this.answer('app.storage', undefined, () => ok(this.storage)),
      retryStorage: () => this.answer('app.retryStorage', undefined, () => ok(this.storage)),
      openWithPassphrase: (input) => this.answer('app.openWithPassphrase', input, () => ok(this.opened())),
      createPassphraseVault: (input) =>
        this.answer('app.createPassphraseVault', input, () => ok(this.opened())),
      openWithRecoveryCode: (input) =>
        this.answer('app.openWithRecoveryCode', input, () => {
          if (input.code === RECOVERY_CODE) return ok(this.opened())
          const { storage } = this
          return ok(
            storage.state === 'failed' ? { ...storage, failure: { code: 'wrong-recovery-code' } } : storage,
          )
        }),
      openLink: (input) => this.answer('app.openLink', input, () => ok(null)),
    },
    people: {
      session: () => this.answer('people.session', undefined, () => ok(this.session)),
      lock: () =>
        this.answer('people.lock', undefined, () => {
          this.emitLock()
          return ok(null)
        }),
      signIn: (input) =>
        this.answer('people.signIn', input, () => {
          const signedIn = this.people.signIn(input.username, input.password, input.code)
          if (signedIn.ok) this.emitPerson(signedIn.value)
          return signedIn
        }),
      signOut: () =>
        this.answer('people.signOut', undefined, () => {
          this.emitPerson(null)
          return ok(null)
        }),
      names: () =>
        this.answer('people.names', undefined, () =>
          ok({ practiceName: this.people.practiceName, linkParked: this.linkParked }),
        ),
    },
    practice: {
      settings: () => this.answer('practice.settings', undefined, () => ok(this.practice)),
      saveSettings: (input) =>
        this.answer('practice.saveSettings', input, () => {
          this.practice = { ...this.practice, ...input }
          return ok(this.practice)
        }),
    },
    drafts: {
      mine: () => this.answer('drafts.mine', undefined, () => ok(this.mine)),
      save: (input) =>
        this.answer('drafts.save', input, () => {
          const { mine } = this
          mine.drafts = [
            ...mine.drafts.filter(({ key }) => key !== input.key),
            { ...input, updatedAt: this.now() },
          ]
          return ok(null)
        }),
      discard: (input) =>
        this.answer('drafts.discard', input, () => {
          const { mine } = this
          mine.drafts = mine.drafts.filter(({ key }) => key !== input.key)
          return ok(null)
        }),
      keepPlace: (input) =>
        this.answer('drafts.keepPlace', input, () => {
          this.mine.place = input.place
          return ok(null)
        }),
    },
    accounts: {
      checkPassword: ({ password, username, names }) =>
        this.answer('accounts.checkPassword', username, () =>
          ok(this.people.checkPassword(password, username, names)),
        ),
      redeemCode: (input) =>
        this.answer('accounts.redeemCode', input, () =>
          this.welcomed(this.people.redeem(input.username, input.code, input.password)),
        ),
      recover: (input) =>
        this.answer('accounts.recover', input, () =>
          this.welcomed(this.people.recover(input.username, input.recoveryCode, input.password)),
        ),
      protection: () => this.own('protection', undefined, (me) => ok(this.people.protection(me))),
      changePassword: (input) =>
        this.own('changePassword', input, (me) => this.people.changePassword(me, input.current, input.next)),
      newRecoveryCode: (input) =>
        this.own('newRecoveryCode', input, (me) => this.people.newRecoveryCode(me, input.password)),
      beginSecondFactor: (input) =>
        this.own('beginSecondFactor', input, (me) => this.people.beginSecondFactor(me, input.password)),
      confirmSecondFactor: (input) =>
        this.own('confirmSecondFactor', input, (me) => this.people.confirmSecondFactor(me, input.code)),
      endSecondFactor: (input) =>
        this.own('endSecondFactor', input, (me) => this.people.endSecondFactor(me, input.password)),
      list: () => this.managing('list', undefined, () => ok(this.people.accounts)),
      add: (input) => this.managing('add', input, () => this.people.add(input)),
      update: (input) => this.managing('update', input, () => this.people.update(input)),
      setActive: (input) =>
        this.managing('setActive', input, () => this.people.setActive(input.id, input.active)),
      issueCode: (input) => this.managing('issueCode', input, () => this.people.issueCode(input.id)),
      allowTries: (input) => this.managing('allowTries', input, () => this.people.allowTries(input.id)),
    },
    setup: {
      state: () => this.answer('setup.state', undefined, () => ok({ needed: this.fresh, demo: this.demo })),
      createPractice: (input) =>
        this.answer('setup.createPractice', input, () => {
          if (!this.fresh) return failed('not-allowed')
          this.people.practiceName = input.practiceName
          const fields = { ...input.administrator, username: input.username }
          const settled = this.people.settle(fields, input.password)
          this.fresh = !settled.ok
          return this.welcomed(settled)
        }),
      openDemo: () => this.answer('setup.openDemo', undefined, () => this.switchRecords(true)),
      leaveDemo: () => this.answer('setup.leaveDemo', undefined, () => this.switchRecords(false)),
    },
    patients: {
      search: (input) => this.answer('patients.search', input, () => ok(this.search(input))),
      get: (input) =>
        this.answer('patients.get', input, () => {
          const found = this.patients.find((patient) => patient.id === input.patientId)
          if (this.charts.standing(input.patientId) === 'closed') return failed('chart-restricted')
          return found ? ok(this.asSeen(found)) : failed('not-found')
        }),
      create: (input) =>
        this.answer('patients.create', input, () => {
          const patient = {
            ...(input as Patient),
            id: id(2, 900_000 + this.patients.length),
            chartNumber: String(2000 + this.patients.length),
            createdAt: this.now(),
            updatedAt: this.now(),
            version: 1,
          }
          this.patients = [...this.patients, patient]
          return ok(patient)
        }),
      update: (input) => this.answer('patients.update', input, () => this.update(input as Patient)),
    },
    charts: this.charts.bridge,
    plans: {
      forPatient: (input) =>
        this.answer('plans.forPatient', input, () =>
          this.charts.standing(input.patientId) === 'closed'
            ? failed('chart-restricted')
            : ok({
                plans: this.plans.filter((plan) => plan.patientId === input.patientId),
                announced: this.announced,
              }),
        ),
      refresh: (input) =>
        this.answer('plans.refresh', input, () => {
          const found = this.plans.find((plan) => plan.id === input.planId)
          return found ? ok(found) : failed('not-found')
        }),
    },
    fullscript: {
      settings: () => this.answer('fullscript.settings', undefined, () => ok(this.settings)),
      saveSettings: (input) =>
        this.answer('fullscript.saveSettings', input, () => {
          const { hosts, clientSecret, assumptions, ...rest } = input
          this.settings = {
            ...this.settings,
            ...rest,
            ...(hosts ? { hosts } : {}),
            ...(assumptions ? { assumptions } : {}),
            hasClientSecret: clientSecret !== null || this.settings.hasClientSecret,
          }
          return ok(this.settings)
        }),
      connection: () => this.answer('fullscript.connection', undefined, () => ok(this.connection)),
      connect: (input) =>
        this.answer('fullscript.connect', input, () => {
          this.emitConnect({
            step: 'waiting',
            wayBack: input.wayBack ?? 'loopback',
            deadline: this.now() + 600_000,
            unexpectedResponse: false,
            browserFailed: false,
          })
          return ok(this.connect)
        }),
      connectState: () => this.answer('fullscript.connectState', undefined, () => ok(this.connect)),
      cancelConnect: () =>
        this.answer('fullscript.cancelConnect', undefined, () => {
          this.emitConnect({ step: 'failed', failure: { code: 'connect-cancelled' } })
          return ok(null)
        }),
      copyConnectLink: () => this.answer('fullscript.copyConnectLink', undefined, () => ok(null)),
      pasteAddress: (input) =>
        this.answer('fullscript.pasteAddress', input, () => {
          this.emitConnect({ step: 'confirming', owner: FULLSCRIPT_OWNER, previousOwner: null })
          return ok(null)
        }),
      confirmOwner: (input) =>
        this.answer('fullscript.confirmOwner', input, () => {
          if (input.accept) {
            this.emitConnection(CONNECTED)
            this.emitConnect({ step: 'connected', owner: FULLSCRIPT_OWNER })
          } else this.emitConnect({ step: 'idle' })
          return ok(this.connect)
        }),
      disconnect: () =>
        this.answer('fullscript.disconnect', undefined, () => {
          this.emitConnect({ step: 'idle' })
          this.emitConnection({ state: 'not-connected' })
          return ok({ revoked: 'done' })
        }),
      clockSkew: () =>
        this.answer('fullscript.clockSkew', undefined, () => ok(this.scenario.clockSkew ?? null)),
      putOff: () =>
        this.answer('fullscript.putOff', undefined, () => {
          if ('putOffUntil' in this.connection)
            this.emitConnection({ ...this.connection, putOffUntil: this.now() + 86_400_000 })
          return ok(null)
        }),
      overview: () => this.answer('fullscript.overview', undefined, () => ok(this.overview)),
      disconnectPerson: (input) =>
        this.answer('fullscript.disconnectPerson', input, () => {
          this.endFor(({ personId }) => personId === input.personId)
          return ok({ revoked: input.personId === this.person?.id ? 'done' : 'at-next-sign-in' })
        }),
      disconnectEveryone: () =>
        this.answer('fullscript.disconnectEveryone', undefined, () => {
          const ended = this.overview.people.filter(({ connection }) => connection !== null).length
          this.endFor(() => true)
          return ok({ ended })
        }),
      sayScopesAdded: (input) =>
        this.answer('fullscript.sayScopesAdded', input, () => {
          const { at } = input
          const people = this.overview.people.map((row) => ({
            ...row,
            connection: row.connection && {
              ...row.connection,
              toReauthorize: at !== null && row.connection.connectedAt <= at,
            },
          }))
          this.overview = { ...this.overview, scopesAddedAt: at, people }
          return ok(this.overview)
        }),
      testStep: (input) =>
        this.answer('fullscript.testStep', input, () => ok(testAnswer(input.step, this.now()))),
    },
    clinics: fakeClinics(CLINICS, (name, input, make) => this.answer(name, input, make)),
    embed: {
      prepare: () => this.answer('embed.prepare', undefined, () => ok(null)),
      open: (input) =>
        this.answer('embed.open', input, () => {
          this.embed = { step: 'connecting', patientId: input.patientId }
          return ok(this.embed)
        }),
      place: (input) => this.answer('embed.place', input, () => ok(null)),
      close: () =>
        this.answer('embed.close', undefined, () => {
          this.emitEmbed({ step: 'closed' })
          return ok(null)
        }),
      retry: () =>
        this.answer('embed.retry', undefined, () =>
          ok(
            this.embed.step === 'failed'
              ? { step: 'connecting', patientId: this.embed.patientId }
              : this.embed,
          ),
        ),
      focus: () => this.answer('embed.focus', undefined, () => ok(null)),
      state: () => this.answer('embed.state', undefined, () => ok(this.embed)),
    },
    audit: {
      state: () => this.answer('audit.state', undefined, () => ok(this.audit)),
      people: () => this.answer('audit.people', undefined, () => ok(PEOPLE)),
      search: (input) =>
        this.answer('audit.search', input, () => {
          const found = searchAudit(this.auditRows, input)
          const rows = input.descending ? found : found.toReversed()
          return ok({ rows: rows.slice(input.offset, input.offset + input.limit), total: found.length })
        }),
      forPatient: (input) =>
        this.answer('audit.forPatient', input, () => {
          const found = this.auditRows.filter(({ patientId }) => patientId === input.patientId)
          return ok({ rows: found.slice(input.offset, input.offset + input.limit), total: found.length })
        }),
      verify: () =>
        this.answer('audit.verify', undefined, () => {
          this.audit = {
            ...this.audit,
            verifiedUpTo: this.audit.rows,
            verifiedAt: this.now(),
            fullAt: this.now(),
          }
          return ok(this.audit)
        }),
      cancelVerify: () => this.answer('audit.cancelVerify', undefined, () => ok(null)),
      acknowledge: () =>
        this.answer('audit.acknowledge', undefined, () => {
          this.audit = { ...this.audit, problems: [] }
          return ok(this.audit)
        }),
      exportCsv: (input) =>
        this.answer('audit.exportCsv', input, () =>
          ok({ file: 'yarrow-audit.csv', rows: 240, sha256: 'c0ffee' }),
        ),
      exportSigned: (input) =>
        this.answer('audit.exportSigned', input, () =>
          ok({ file: 'yarrow-audit.jsonl', rows: 240, sha256: 'c0ffee' }),
        ),
    },
    on: {
      audit: { changed: this.on('audit.changed'), verifying: this.on('audit.verifying') },
      app: { storageChanged: this.on('app.storageChanged') },
      people: { changed: this.on('people.changed'), linkParked: this.on('people.linkParked') },
      accounts: { changed: this.on('accounts.changed') },
      charts: { changed: this.on('charts.changed') },
      plans: { landed: this.on('plans.landed'), announced: this.on('plans.announced') },
      fullscript: {
        connectChanged: this.on('fullscript.connectChanged'),
        connectionChanged: this.on('fullscript.connectionChanged'),
        clockSkewChanged: this.on('fullscript.clockSkewChanged'),
      },
      embed: { changed: this.on('embed.changed'), focusLeft: this.on('embed.focusLeft') },
    },
  }

  private endFor(whom: (row: OverviewRow) => boolean) {
    const people = this.overview.people.map((row) =>
      row.connection && whom(row)
        ? { ...row, connection: null, pendingRevocations: row.personId === this.person?.id ? 0 : 1 }
        : row,
    )
    this.overview = { ...this.overview, people }
  }

  private info(): typeof INFO {
    const told = { ...INFO, ...this.scenario.info }
    return this.demo
      ? { ...told, demo: true }
      : { ...told, demo: false, demoAccounts: [], demoPassword: null }
  }

  private opened(): StorageState {
    this.storage = { state: 'open' }
    return this.storage
  }

  private welcomed(result: Result<Welcome>): Result<Welcome> {
    if (result.ok) this.emitPerson(result.value.person)
    return result
  }

  /** A call about the account of whoever is signed in. */
  private own<T>(name: string, input: unknown, act: (personId: string) => Result<T>): Promise<Result<T>> {
    return this.answer(`accounts.${name}`, input, () =>
      this.person ? act(this.person.id) : failed('signed-out'),
    )
  }
  private managing<T>(name: string, input: unknown, act: () => Result<T>): Promise<Result<T>> {
    return this.answer(`accounts.${name}`, input, () => {
      if (this.person?.capabilities.includes('people:manage') !== true) return failed('not-allowed')
      const result = act()
      if (result.ok && name !== 'list') this.emit('accounts.changed', null)
      return result
    })
  }

  /** The records of the demo practice, or one's own, which this bridge always finds empty. */
  private switchRecords(demo: boolean): Result<null> {
    this.emitStorage({ state: 'opening' })
    this.emitPerson(null)
    this.demo = demo
    this.fresh = !demo
    this.people = new FakeAccounts({
      accounts: demo ? ACCOUNTS : [],
      password: INFO.demoPassword ?? '',
      practiceName: demo ? OWNER.practiceName : '',
      now: this.now,
    })
    this.emitStorage({ state: 'open' })
    return ok(null)
  }

  private search({ query, limit, offset }: { query: string; limit: number; offset: number }): {
    rows: PatientRow[]
    total: number
  } {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean)
    const found = this.patients.filter((patient) => {
      const starts = [
        patient.givenName,
        patient.familyName,
        patient.preferredName,
        patient.chartNumber,
        patient.email,
        patient.birthDate ?? '',
      ].flatMap((text) =>
        text
          .toLowerCase()
          .split(/[\s-]+/)
          .concat(text.toLowerCase()),
      )
      return words.every((word) => starts.some((start) => start.startsWith(word)))
    })
    const rows = found.slice(offset, offset + limit).map((patient): PatientRow => {
      const standing = this.charts.standing(patient.id)
      return standing === 'free' || standing === 'listed'
        ? { ...patient, restriction: standing }
        : { ...patient, ...HIDDEN, restriction: 'closed' }
    })
    return { rows, total: found.length }
  }

  private update(input: Patient): Result<Patient> {
    const known = this.patients.find((patient) => patient.id === input.id)
    if (!known) return failed('not-found')
    if (known.version !== input.version) return failed('invalid-input', { detail: 'changed-meanwhile' })
    const note = this.seesNotes() ? input.note : known.note
    const patient = { ...known, ...input, note, version: known.version + 1, updatedAt: this.now() }
    this.patients = this.patients.map((one) => (one.id === patient.id ? patient : one))
    return ok(this.asSeen(patient))
  }

  private seesNotes = (): boolean => this.person?.capabilities.includes('notes:read') ?? false

  private asSeen = (patient: Patient): Patient => (this.seesNotes() ? patient : { ...patient, note: '' })
}

function testAnswer(step: TestAnswer['step'], now: number): TestAnswer {
  const common = { step, ok: true, failure: null, status: 200, milliseconds: 84, expiresAt: null }
  switch (step) {
    case 'oauth':
      return {
        ...common,
        fields: [
          { label: 'access_token', value: '96x5… (64 characters)' },
          { label: 'token_type', value: 'Bearer' },
          { label: 'scope', value: 'catalog:read clinic:read clinic:write patients:read patients:write' },
          { label: 'resource_owner.type', value: 'Practitioner' },
        ],
      }
    case 'clinic':
      return {
        ...common,
        milliseconds: 112,
        fields: [
          { label: 'name', value: 'Meadow & Stone' },
          { label: 'id', value: 'c1a0196f-5615-4874-a2f4-48d459180b09' },
        ],
      }
    case 'grant':
      return {
        ...common,
        milliseconds: 131,
        expiresAt: now + 120_000,
        fields: [
          { label: 'secret_token', value: 'yLGA… (48 characters)' },
          { label: 'user.type', value: 'Practitioner' },
          { label: 'expires_at', value: new Date(now + 120_000).toISOString() },
        ],
      }
  }
}
