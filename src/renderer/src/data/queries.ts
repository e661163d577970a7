/**
 * What several screens ask for, under one key each. What is read from the records has what it is of at the beginning of
 * its key and then whose it is, so that `useLiveChanges` finds it.
 */
import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import type { Account } from '../../../shared/contract/accounts'
import type { AppInfo, FirstScreen, StorageState } from '../../../shared/contract/app'
import type { AuditState } from '../../../shared/contract/audit'
import type { WindowBridge } from '../../../shared/contract'
import type { ConnectState, Connection, Overview } from '../../../shared/contract/fullscript'
import type { ChartAccessState } from '../../../shared/contract/charts'
import type { PatientLinks } from '../../../shared/contract/links'
import type { Patient, PatientVersion } from '../../../shared/contract/patients'
import type { SessionState } from '../../../shared/contract/people'
import type { Role } from '../../../shared/contract/roles'
import type { SetupState } from '../../../shared/contract/setup'
import type { ChartPlans } from '../../../shared/contract/plans'
import { ok } from '../../../shared/failures'
import { useCan } from './person'
import { useBridgeEvent } from './use-bridge-event'
import { useCall, type CallState } from './use-call'
import { useBridge } from './window-bridge'

export const keys = {
  info: ['app', 'info'],
  appearance: ['app', 'appearance'],
  audit: ['audit', 'state'],
  setup: ['app', 'setup'],
  storage: ['app', 'storage'],
  session: ['people', 'session'],
  /** True while the screen was locked for somebody else to sign in. */
  switching: ['people', 'switching'],
  kept: ['drafts', 'mine'],
  practice: ['practice', 'settings'],
  backups: ['backups', 'state'],
  backupFiles: ['backups', 'list'],
  names: ['people', 'names'],
  patients: ['patients', 'search'],
  patient: (patientId: string) => ['patients', 'get', patientId],
  plans: (patientId: string) => ['plans', patientId],
  /** Of every kind and each of its lists. */
  entries: (patientId: string) => ['entries', patientId],
  /** Under the plans' key: whatever changes in a chart's plans may change who it is linked to. */
  links: (patientId: string) => ['plans', patientId, 'links'],
  chartAccess: (patientId: string) => ['charts', 'access', patientId],
  colleagues: ['charts', 'colleagues'],
  emergencies: ['charts', 'emergencies'],
  notices: ['charts', 'notices'],
  restingReaders: ['charts', 'restingReaders'],
  endedPlans: ['embed', 'ended'],
  connection: ['fullscript', 'connection'],
  connect: ['fullscript', 'connect'],
  settings: ['fullscript', 'settings'],
  overview: ['fullscript', 'overview'],
  clockSkew: ['fullscript', 'clockSkew'],
  accounts: ['accounts', 'list'],
  roles: ['accounts', 'roles'],
  protection: ['accounts', 'protection'],
  clinics: ['clinics', 'overview'],
  clinicMembers: (clinicIds: readonly string[]) => ['clinics', 'members', ...clinicIds],
} as const

export const useAppInfo = (): CallState<AppInfo> => useCall(keys.info, (bridge) => bridge.app.info())

/** Whether there is a practice yet, and whether these are the demo's records. */
export const useSetup = (): CallState<SetupState> => useCall(keys.setup, (bridge) => bridge.setup.state())

/** Whether the records are open; what the first screen shows beside it comes in the same answer. */
export function useStorage(): CallState<StorageState> {
  const cache = useQueryClient()
  const bridge = useBridge()
  useBridgeEvent(
    (on) => on.app.storageChanged,
    (state) => {
      if (state.state === 'open') void adoptOpened(cache, bridge, state)
      else adoptStorage(cache, state)
    },
  )
  return useCall(keys.storage, async () => {
    const before = cache.getQueryData<StorageState>(keys.storage)
    const first = await bridge.app.firstScreen()
    if (!first.ok) return first
    const told = cache.getQueryData<StorageState>(keys.storage)
    // An event that came meanwhile knows more.
    if (told !== undefined && told !== before) return ok(told)
    adoptFirstScreen(cache, first.value)
    return ok(first.value.storage)
  })
}

/** Who is signed in, or whose work waits behind the lock. */
export function useSession(): CallState<SessionState> {
  const cache = useQueryClient()
  useBridgeEvent(
    (on) => on.people.changed,
    (session) => adoptSession(cache, session),
  )
  return useCall(keys.session, (bridge) => bridge.people.session())
}

/** What the sign-in screen may say before anybody has signed in. */
export function useSignInNames(): CallState<{ practiceName: string; answerWaits: boolean }> {
  const cache = useQueryClient()
  useBridgeEvent(
    (on) => on.people.answerWaits,
    () => void cache.invalidateQueries({ queryKey: keys.names }),
  )
  return useCall(keys.names, (bridge) => bridge.people.names())
}

/**
 * Asks for the first screen before anything is drawn, and waits for records that are opening, at most so many
 * milliseconds. What is not known then is asked for by whoever draws it.
 */
export async function askFirstScreen(
  cache: QueryClient,
  bridge: WindowBridge,
  longest: number,
): Promise<void> {
  const ask = async () => {
    const first = await bridge.app.firstScreen()
    if (!first.ok) return true
    adoptFirstScreen(cache, first.value)
    cache.setQueryData(keys.storage, first.value.storage)
    return first.value.storage.state !== 'opening'
  }
  let stop = () => {}
  const changed = new Promise<void>((resolve) => {
    stop = bridge.on.app.storageChanged(({ state }) => {
      if (state !== 'opening') resolve()
    })
    setTimeout(resolve, longest)
  })
  if (!(await ask())) {
    await changed
    await ask()
  }
  stop()
}

/** What the first screen needs is there before it is drawn. */
async function adoptOpened(cache: QueryClient, bridge: WindowBridge, state: StorageState): Promise<void> {
  const before = cache.getQueryData<StorageState>(keys.storage)
  const first = await bridge.app.firstScreen()
  if (cache.getQueryData<StorageState>(keys.storage) !== before) return
  adoptStorage(cache, first.ok ? first.value.storage : state)
  if (first.ok) adoptFirstScreen(cache, first.value)
}

function adoptFirstScreen(cache: QueryClient, { session, setup, names, info }: FirstScreen): void {
  adoptSession(cache, session)
  if (setup) cache.setQueryData(keys.setup, setup)
  if (names) cache.setQueryData(keys.names, names)
  if (info) cache.setQueryData(keys.info, info)
}

/** Other records may have been opened, the demo's or one's own: nothing that was read from those before stays. */
function adoptStorage(cache: QueryClient, state: StorageState): void {
  const before = cache.getQueryData<StorageState>(keys.storage)
  cache.setQueryData(keys.storage, state)
  if (before !== undefined && before.state !== state.state)
    void cache.resetQueries({ predicate: ({ queryKey }) => queryKey[1] !== 'storage' })
}

/** When somebody else is signed in, nothing that was read for the person before stays in memory. */
export function adoptSession(cache: QueryClient, session: SessionState): void {
  const before = cache.getQueryData<SessionState>(keys.session)
  if (personIdOf(before) !== personIdOf(session)) forgetRecords(cache)
  if (session.state === 'open') cache.removeQueries({ queryKey: keys.switching })
  cache.setQueryData(keys.session, session)
}

/** Leaves only what may be known without signing in. */
export function forgetRecords(cache: QueryClient): void {
  cache.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'app' && queryKey[0] !== 'people' })
  cache.getMutationCache().clear()
}

const personIdOf = (session: SessionState | undefined): string | null =>
  session?.state === 'open' ? session.person.id : null

/** Every version of a patient's details, the newest first. */
export const usePatientHistory = (patientId: string): CallState<PatientVersion[]> =>
  useCall([...keys.patient(patientId), 'history'], (bridge) => bridge.patients.history({ patientId }), {
    fresh: true,
  })

export const usePatient = (patientId: string): CallState<Patient> =>
  useCall(keys.patient(patientId), (bridge) => bridge.patients.get({ patientId }))

/** Whether the chart is restricted for this person. */
export const useChartAccess = (patientId: string): CallState<ChartAccessState> =>
  useCall(keys.chartAccess(patientId), (bridge) => bridge.charts.access({ patientId }))

export const usePlans = (patientId: string): CallState<ChartPlans> =>
  useCall(keys.plans(patientId), (bridge) => bridge.plans.forPatient({ patientId }))

/** Who the patient is at Fullscript. */
export const useLinks = (patientId: string): CallState<PatientLinks> =>
  useCall(keys.links(patientId), (bridge) => bridge.links.forPatient({ patientId }))

export function useConnection(): CallState<Connection> {
  const cache = useQueryClient()
  useBridgeEvent(
    (on) => on.fullscript.connectionChanged,
    (connection) => cache.setQueryData(keys.connection, connection),
  )
  return useCall(keys.connection, (bridge) => bridge.fullscript.connection())
}

/** Whether the practice's app works through clinics; false for whoever may not see its settings. */
export function useThroughClinics(): boolean {
  const maySet = useCan('practice:settings')
  const settings = useCall(keys.settings, (bridge) => bridge.fullscript.settings(), { enabled: maySet })
  return maySet && settings.value?.authorization === 'clinic'
}

/** Where the one connect attempt of this person stands. */
export function useConnectState(): CallState<ConnectState> {
  const cache = useQueryClient()
  useBridgeEvent(
    (on) => on.fullscript.connectChanged,
    (state) => cache.setQueryData(keys.connect, state),
  )
  return useCall(keys.connect, (bridge) => bridge.fullscript.connectState())
}

/** Everybody's connections; asked again whenever one's own has changed. */
export function useOverview(): CallState<Overview> {
  const cache = useQueryClient()
  useBridgeEvent(
    (on) => on.fullscript.connectionChanged,
    () => void cache.invalidateQueries({ queryKey: keys.overview }),
  )
  // Somebody may have connected, or a clinic may have been, while no screen listened.
  return useCall(keys.overview, (bridge) => bridge.fullscript.overview(), { fresh: true })
}

/** Everybody's account, as an administrator sees them. */
export const useAccounts = (): CallState<Account[]> =>
  useCall(keys.accounts, (bridge) => bridge.accounts.list())

/** The roles that there are to give, and what each allows. */
export const useRoles = (): CallState<Role[]> => useCall(keys.roles, (bridge) => bridge.roles.list())

/** How far this computer's clock is behind Fullscript's, milliseconds; null while it is near enough (F-309). */
export function useClockSkew(): number | null {
  const cache = useQueryClient()
  useBridgeEvent(
    (on) => on.fullscript.clockSkewChanged,
    (skew) => cache.setQueryData(keys.clockSkew, skew),
  )
  return useCall(keys.clockSkew, (bridge) => bridge.fullscript.clockSkew()).value ?? null
}

/** Whether the audit record is whole. */
export const useAuditState = (): CallState<AuditState> =>
  useCall(keys.audit, (bridge) => bridge.audit.state())
