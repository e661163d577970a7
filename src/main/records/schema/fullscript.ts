/** The practice's Fullscript app, connections, clinics, and what waits. */
import type { Generated } from 'kysely'
import type { PlanEnd } from '../../../shared/contract/embed'
import type { Sealed } from './sealed'

export interface FullscriptApplicationTable {
  environment: string
  chosen: 0 | 1
  hosts: string | null
  clientId: string
  clientSecretSealed: Sealed | null
  clientSecretSetAt: number | null
  publicKey: string
  originUri: string
  wayBack: string
  /** Separated by commas; empty: any free port. */
  loopbackPorts: string
  updatedAt: number
  /** Since when the practice's app asks for more than before; who connected earlier connects again (mission/003). */
  scopesAddedAt: number | null
  /** JSON of what an administrator changed of integrations/fullscript/unknowns.ts; null: the defaults. */
  assumptions: string | null
  /** `clinic`: an app created before 26 August 2021, whose tokens belong to a clinic (mission/001). */
  authorization: Generated<'person' | 'clinic'>
  /** What "Add plan" opens. */
  feature: Generated<'treatmentPlan' | 'platform'>
}

/**
 * For each person and environment at most one row in use (`connected` or `reconnect`) and at most one `pending`;
 * `version` grows with every write and is part of the seal's identity.
 */
export interface FullscriptConnectionTable {
  personId: string
  environment: string
  /** `pending`: exchanged, owner not confirmed yet; `connected`; `reconnect`: refused by Fullscript for good. */
  status: 'pending' | 'connected' | 'reconnect'
  version: number
  ownerId: string
  ownerType: 'Practitioner' | 'Staff'
  ownerName: string
  clinicId: string | null
  scopes: string
  accessTokenSealed: Sealed
  refreshTokenSealed: Sealed | null
  /** The refresh token before the current one; kept until the current access token was first used (R-DK-07). */
  previousRefreshTokenSealed: Sealed | null
  firstUsedAt: number | null
  /** As Fullscript said it, ISO 8601; for display only (F-308). */
  issuedAt: string
  receivedAt: number
  expiresIn: number | null
  connectedAt: number
  /** Of the last hour in which it was used; null: not since it was made. */
  lastUsedAt: number | null
  /** Until when the person does not want to be asked to connect again. */
  snoozedUntil: number | null
}

/** Ended by an administrator: out of use, and opened by its person alone, at the next sign-in, to be revoked. */
export interface FullscriptEndedConnectionTable {
  personId: string
  environment: string
  version: number
  accessTokenSealed: Sealed
  refreshTokenSealed: Sealed | null
  previousRefreshTokenSealed: Sealed | null
  endedAt: number
}

/**
 * As `FullscriptConnectionTable`, for a whole clinic: `personId` is who connected it. At most one row in use for each
 * clinic, and at most one `pending` for each person who connects; `clinicId` is null only while pending.
 */
export interface FullscriptClinicConnectionTable extends Omit<FullscriptConnectionTable, 'ownerType'> {
  ownerType: 'Clinic'
}

/** Who is which user in a clinic that was authorized as a whole: sent with session grants (mission/004). */
export interface FullscriptUserTable {
  personId: string
  environment: string
  clinicId: string
  userId: string
  userType: 'Practitioner' | 'Staff'
  userName: string
  chosenBy: string
  chosenAt: number
}

export interface FullscriptClinicTable {
  environment: string
  clinicId: string
  name: string
  fetchedAt: number
}

/** Tokens that Fullscript has not confirmed as revoked (R-7009-03), sealed under their person's own key (S-17). */
export interface FullscriptRevocationTable {
  id: string
  environment: string
  personId: string
  tokenSealed: Sealed
  tokenKind: 'refresh_token' | 'access_token'
  attempts: number
  nextTryAt: number
  createdAt: number
}

/** A connect attempt that a link may answer after a restart (F-206); gone when the attempt ends in any way. */
export interface FullscriptConnectAttemptTable {
  personId: string
  /** The workstation whose browser was opened: there the answer arrives. */
  stationId: string
  /** SHA-256 of redirect URI and state, hex: says which attempt an answer belongs to, and nothing else. */
  answerDigest: string
  /** State, verifier, redirect URI and address, under the person's key. */
  secretsSealed: Sealed
  startedAt: number
  deadline: number
}

/** A plan that Fullscript announced and that is not in the chart yet; gone in the transaction that imports it. */
export interface FullscriptPlanNotificationTable {
  environment: string
  fullscriptPlanId: string
  fullscriptPatientId: string
  patientId: string
  personId: string
  createdAt: number
}

/**
 * Whether a patient at Fullscript is the patient of a chart, as a person is asked and says: `open` waits for an answer.
 * Names and the like are as Fullscript had them when it was asked. A person who answered stays named while the same is
 * asked again.
 */
export interface FullscriptPatientMatchTable {
  id: string
  patientId: string
  environment: string
  clinicId: string
  fullscriptPatientId: string
  givenName: string
  familyName: string
  birthDate: string | null
  email: string
  phone: string
  sex: string
  askedBy: string | null
  askedAt: number | null
  state: 'open' | 'same' | 'different'
  answeredBy: string | null
  answeredAt: number | null
}

/** An open plan that may not have been sent. `endedAt` and `why` null: it was still open when this was last written. */
export interface UnsentPlanTable {
  personId: string
  patientId: string
  /** When the first sign of work was seen. */
  seenAt: number
  endedAt: number | null
  why: PlanEnd | null
}

/** What Fullscript could not be asked for, or said no to: when it is asked again. Gone when the answer came. */
export interface FullscriptRetryTable {
  environment: string
  kind: 'plan' | 'product' | 'prescriber'
  fullscriptId: string
  /** The code of the last failure. */
  failure: string
  /** In a row. */
  failures: number
  triedAt: number
  /** Null: not by itself, because the answer was final. */
  nextTryAt: number | null
  /** Before it nobody asks, because Fullscript said so. */
  notBefore: number
}

/** A patient at Fullscript belongs to a clinic, so the link is kept by clinic (mission/000). */
export interface PatientFullscriptLinkTable {
  patientId: string
  environment: string
  clinicId: string
  fullscriptPatientId: string
  linkedBy: string
  linkedAt: number
}

/** Where a plan of the chart is at Fullscript, and whose there; its id there is its external id. */
export interface FullscriptPlanTable {
  planId: string
  environment: string
  clinicId: string
  fullscriptPatientId: string
  /** Empty: not said. */
  prescriberId: string
}

export interface FullscriptTables {
  patientFullscriptLink: PatientFullscriptLinkTable
  fullscriptPlan: FullscriptPlanTable
  fullscriptApplication: FullscriptApplicationTable
  fullscriptConnection: FullscriptConnectionTable
  fullscriptEndedConnection: FullscriptEndedConnectionTable
  fullscriptClinicConnection: FullscriptClinicConnectionTable
  fullscriptUser: FullscriptUserTable
  fullscriptClinic: FullscriptClinicTable
  fullscriptRevocation: FullscriptRevocationTable
  fullscriptConnectAttempt: FullscriptConnectAttemptTable
  fullscriptPlanNotification: FullscriptPlanNotificationTable
  fullscriptPatientMatch: FullscriptPatientMatchTable
  unsentPlan: UnsentPlanTable
  fullscriptRetry: FullscriptRetryTable
}
