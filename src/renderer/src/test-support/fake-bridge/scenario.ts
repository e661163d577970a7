/** What a test says about the world before the first call. */
import type { Account } from '../../../../shared/contract/accounts'
import type { StorageState } from '../../../../shared/contract/app'
import type { AuditRow, AuditState } from '../../../../shared/contract/audit'
import type { BackupsState } from '../../../../shared/contract/backups'
import type { Draft } from '../../../../shared/contract/drafts'
import type { EndedPlan, OpenPlanState } from '../../../../shared/contract/embed'
import type {
  Connection,
  ConnectState,
  FullscriptSettings,
  Overview,
} from '../../../../shared/contract/fullscript'
import type { Entry } from '../../../../shared/contract/entries'
import type { EmergencyAccess } from '../../../../shared/contract/charts'
import type { PatientLinks } from '../../../../shared/contract/links'
import type { Patient } from '../../../../shared/contract/patients'
import type { Person } from '../../../../shared/contract/people'
import type { Plan } from '../../../../shared/contract/plans'
import type { Failure } from '../../../../shared/failures'
import type { FakeRestriction } from './charts'
import type { INFO } from '../sample-data'

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
  /** What the charts hold as entries, of all kinds. */
  entries?: FakeEntries
  plans?: Plan[]
  /** Who patients are at Fullscript, by patient. */
  links?: Record<string, PatientLinks>
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
  answerWaits?: boolean
  settings?: Partial<FullscriptSettings>
  /** Plans that are open already. */
  openPlans?: OpenPlanState[]
  endedPlans?: EndedPlan[]
  /** Of the view; a data URL. */
  picture?: string
  backups?: Partial<BackupsState>
  audit?: Partial<AuditState>
  auditRows?: AuditRow[]
  /** How many disclosures a screen shows at most. */
  disclosuresShown?: number
  /** Calls that never answer, by name: `patients.search`. */
  stuck?: string[]
  fail?: Record<string, Failure>
  now?: () => number
}

/** Half-typed text and the place on screen of one person. */
export type Kept = { place: string | null; drafts: Draft[] }

/** Clinical entries of all kinds and patients; of each all versions, the newest first. */
export type FakeEntries = { kind: string; versions: Entry[] }[]
