/** Accounts, what opens them, and what everybody left half-done. */
import type { Generated } from 'kysely'
import type { Sealed } from './sealed'

export interface PersonTable {
  id: string
  username: string
  displayName: string
  credentials: string
  npi: string
  /** Of `role`. */
  role: string
  active: 0 | 1
  createdAt: number
}

/** `name`: null for one that is called as it is in src/shared/roles.ts. One that was removed stays for its name. */
export interface RoleTable {
  id: string
  name: string | null
  defaultsOf: string
  active: 0 | 1
}

/** What a role allows or refuses otherwise than the role in src/shared/roles.ts that it comes from. */
export interface RoleCapabilityTable {
  roleId: string
  capability: string
  allowed: 0 | 1
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
  issuedBy: string
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
  /** Where the last try was, and a mark of its own. */
  stationId: string
  lastTry: string
}

/** `practiceKeySealed`: a new practice key that was put in for this person, until the next sign-in. */
export interface PersonKeyPairTable {
  personId: string
  publicKey: Buffer
  privateKeySealed: Sealed
  practiceKeySealed: Generated<Buffer | null>
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

export interface PeopleTables {
  role: RoleTable
  roleCapability: RoleCapabilityTable
  person: PersonTable
  personCredential: PersonCredentialTable
  personRecovery: PersonRecoveryTable
  personKeyPair: PersonKeyPairTable
  accessCode: AccessCodeTable
  secondFactor: SecondFactorTable
  backupCode: BackupCodeTable
  signInTry: SignInTryTable
  draft: DraftTable
  personPlace: PersonPlaceTable
}
