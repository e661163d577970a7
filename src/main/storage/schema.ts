/**
 * The tables as Kysely sees them (camelCase here, snake_case in SQL). Times are epoch milliseconds, booleans 0 or 1,
 * sealed values BLOBs made by sealing/seal.ts. Tables are STRICT, foreign keys are on.
 */
import type { Generated } from 'kysely'

type Sealed = Buffer

export interface VaultTable {
  id: 1
  vaultId: string
  createdAt: number
  createdByVersion: string
}

export interface PracticeTable {
  id: 1
  name: string
  region: 'US' | 'CA'
  demo: 0 | 1
  /** 1 to 30. */
  idleLockMinutes: Generated<number>
}

export interface PersonTable {
  id: string
  username: string
  displayName: string
  credentials: string
  npi: string
  role: 'administrator' | 'practitioner-administrator' | 'practitioner' | 'staff'
  active: 0 | 1
  createdAt: number
}

/** `wrappedPersonKey` and `wrappedPracticeKey`: sealed under Argon2id of the password / under the person key. */
export interface PersonCredentialTable {
  personId: string
  kdf: string
  kdfMemoryKib: number
  kdfPasses: number
  kdfLanes: number
  salt: Buffer
  wrappedPersonKey: Sealed
  wrappedPracticeKey: Sealed
  changedAt: number
  lastUsedAt: number | null
}

/** The person's key once more, under HKDF of the recovery code. */
export interface PersonRecoveryTable {
  personId: string
  salt: Buffer
  wrappedPersonKey: Sealed
  madeAt: number
}

/** The practice key under Argon2id of a code that an administrator gave; gone once it was used. */
export interface AccessCodeTable {
  personId: string
  purpose: 'invitation' | 'reset'
  kdfMemoryKib: number
  kdfPasses: number
  kdfLanes: number
  salt: Buffer
  wrappedPracticeKey: Sealed
  issuedAt: number
  expiresAt: number
}

/** `lastStep`: the 30 seconds (RFC 6238) of the newest code that was used. */
export interface SecondFactorTable {
  personId: string
  secretSealed: Sealed
  lastStep: number
  confirmedAt: number
}

/** Unused backup codes; `codeDigest`: HMAC under a key from the person's. */
export interface BackupCodeTable {
  personId: string
  codeDigest: string
}

/** Tries since the last success, for every name that was typed; `nameDigest`: SHA-256 of the folded name. */
export interface SignInTryTable {
  nameDigest: string
  failedTries: number
}

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
  loopbackPorts: string
  updatedAt: number
  /** Since when the practice's app asks for more than before; who connected earlier connects again (mission/003). */
  scopesAddedAt: number | null
  /** JSON of what an administrator changed of fullscript/unknowns.ts; null: the defaults. */
  assumptions: string | null
  /** `clinic`: an app created before 26 August 2021, whose tokens belong to a clinic (mission/001). */
  authorization: Generated<'person' | 'clinic'>
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
  putOffUntil: number | null
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
  /** `practice`: from before schema 11, until its person signs in. */
  sealedUnder: Generated<'practice' | 'person'>
  tokenSealed: Sealed
  tokenKind: 'refresh_token' | 'access_token'
  attempts: number
  nextTryAt: number
  createdAt: number
}

/** A connect attempt that a link may answer after a restart (F-206); gone when the attempt ends in any way. */
export interface FullscriptConnectAttemptTable {
  personId: string
  environment: string
  /** SHA-256 of redirect URI and state, hex: says which attempt an answer belongs to, and nothing else. */
  answerDigest: string
  /** Public half: an answer that comes while its person is away is put in here. */
  letterbox: Buffer
  /** State, verifier, redirect URI, address and the letterbox's private half, under the person's key. */
  secretsSealed: Sealed
  startedAt: number
  deadline: number
}

export interface PatientTable {
  id: string
  chartNumber: string
  givenName: string
  familyName: string
  preferredName: string
  birthDate: string | null
  sex: 'female' | 'male' | 'unspecified'
  email: string
  phone: string
  addressLine1: string
  addressLine2: string
  city: string
  region: string
  postalCode: string
  country: string
  note: string
  /** Folded words for search, made by registry/search-text.ts. */
  searchText: string
  /** Folded family and given name, for the order of lists. */
  sortName: string
  createdAt: number
  updatedAt: number
  version: number
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

export interface FullscriptVariantTable {
  environment: string
  variantId: string
  productName: string
  brandName: string
  packageText: string
  fetchedAt: number
}

export interface TreatmentPlanTable {
  id: string
  patientId: string
  environment: string
  clinicId: string
  fullscriptPlanId: string
  state: 'draft' | 'active' | 'cancelled'
  prescriberFullscriptId: string
  prescriberName: string
  enteredBy: string
  /** 0: somebody else worked in the Fullscript view, as office staff does. */
  enteredByPrescriber: Generated<0 | 1>
  message: string
  sentAt: number | null
  createdAt: number
  landedAt: number
  updatedAt: number
}

export interface TreatmentPlanLineTable {
  id: string
  planId: string
  position: number
  variantId: string
  dosageAmount: string
  dosageFrequency: string
  dosageDuration: string
  dosageFormat: string
  /** JSON array of text. */
  timeOfDay: string
  takeWith: string
  instructions: string
  refill: 0 | 1
  unitsToPurchase: number
}

/** A plan that Fullscript announced and that is not in the chart yet; gone in the transaction that lands it. */
export interface FullscriptPlanHintTable {
  environment: string
  fullscriptPlanId: string
  fullscriptPatientId: string
  patientId: string
  personId: string
  createdAt: number
}

/** Half-typed text under its author's key; `key` says of what, e.g. "patient:<id>". */
export interface DraftTable {
  personId: string
  key: string
  textSealed: Sealed
  updatedAt: number
}

/** Where on screen somebody was, under that person's key. */
export interface PersonPlaceTable {
  personId: string
  placeSealed: Sealed
}

/** Append-only: triggers refuse UPDATE and DELETE. */
export interface AuditEventTable {
  seq: Generated<number>
  at: number
  personId: string | null
  action: string
  patientId: string | null
  subject: string | null
  outcome: 'done' | 'refused' | 'failed'
  appVersion: string
  /** Milliseconds since the app was started; null in rows from before version 10. */
  monotonic: number | null
  actingAsType: 'Practitioner' | 'Staff' | null
  actingAsId: string | null
  emergency: Generated<0 | 1>
}

/** Append-only: where a chain of links begins. `adopted`: rows that were there before it and got their links with it. */
export interface AuditChainTable {
  firstSeq: number
  adopted: number
  beginMac: Buffer
}

/** Append-only: HMAC-SHA-256 over the link before and the event of the same number (audit/chain.ts). */
export interface AuditLinkTable {
  seq: number
  mac: Buffer
}

/** A chart that only its readers may open. */
export interface ChartRestrictionTable {
  patientId: string
  restrictedBy: string
  restrictedAt: number
}

export interface ChartReaderTable {
  patientId: string
  personId: string
}

/** A restricted chart opened for a limited time by somebody who is not on its list. Ends once; never deleted. */
export interface EmergencyAccessTable {
  id: string
  patientId: string
  personId: string
  reason: string
  openedAt: number
  endedAt: number | null
  /** `session`: signed out or locked; `restart`: Yarrow stopped meanwhile. */
  endedHow: 'time' | 'person' | 'session' | 'restart' | null
}

/** What was done under an emergency access; beside the audit, for its report. Append-only. */
export interface EmergencyUseTable {
  accessId: string
  at: number
  action: string
  outcome: 'done' | 'refused' | 'failed'
}

/** Who is told of an emergency access, and since when they know. */
export interface EmergencyNoticeTable {
  accessId: string
  personId: string
  seenAt: number | null
}

export interface Schema {
  vault: VaultTable
  practice: PracticeTable
  person: PersonTable
  personCredential: PersonCredentialTable
  personRecovery: PersonRecoveryTable
  accessCode: AccessCodeTable
  secondFactor: SecondFactorTable
  backupCode: BackupCodeTable
  signInTry: SignInTryTable
  fullscriptApplication: FullscriptApplicationTable
  fullscriptConnection: FullscriptConnectionTable
  fullscriptEndedConnection: FullscriptEndedConnectionTable
  fullscriptClinicConnection: FullscriptClinicConnectionTable
  fullscriptUser: FullscriptUserTable
  fullscriptClinic: FullscriptClinicTable
  fullscriptRevocation: FullscriptRevocationTable
  fullscriptConnectAttempt: FullscriptConnectAttemptTable
  patient: PatientTable
  patientFullscriptLink: PatientFullscriptLinkTable
  fullscriptVariant: FullscriptVariantTable
  treatmentPlan: TreatmentPlanTable
  treatmentPlanLine: TreatmentPlanLineTable
  fullscriptPlanHint: FullscriptPlanHintTable
  draft: DraftTable
  personPlace: PersonPlaceTable
  auditEvent: AuditEventTable
  auditChain: AuditChainTable
  auditLink: AuditLinkTable
  chartRestriction: ChartRestrictionTable
  chartReader: ChartReaderTable
  emergencyAccess: EmergencyAccessTable
  emergencyUse: EmergencyUseTable
  emergencyNotice: EmergencyNoticeTable
}
