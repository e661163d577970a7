/** Everything the local Fullscript remembers. Times are epoch milliseconds of its own clock. */

export type Scope =
  | 'catalog:read'
  | 'clinic:read'
  | 'clinic:write'
  | 'patients:read'
  | 'patients:write'
  | 'patients:treatment_plan_history'
  | 'patients:order_history'

export type Application = {
  id: string
  name: string
  clientId: string
  clientSecret: string
  publicKey: string
  redirectUris: string[]
  originUris: string[]
  scopes: string[]
  /** `clinic`: made before 26 August 2021, tokens belong to a clinic instead of a user. */
  level: 'role' | 'clinic'
}

export type Clinic = {
  id: string
  name: string
  slug: string
  /** Percent off for every patient. */
  discount: number
  marginType: string
}

export type User = {
  id: string
  type: 'Practitioner' | 'Staff'
  clinicId: string
  firstName: string
  lastName: string
  email: string
  password: string
  storeOwner: boolean
  practitionerTypeId: string | null
  metadataId: string | null
  /** False until an invited user has signed in; seeded users have. */
  inviteAccepted: boolean
}

export type Address = {
  id: string
  address1: string
  address2: string | null
  zipcode: string
  city: string
  state: string
  country: string
}

export type Patient = {
  id: string
  clinicId: string
  firstName: string
  lastName: string
  email: string
  archived: boolean
  /** yyyy-mm-dd */
  dateOfBirth: string | null
  gender: 'male' | 'female' | 'x' | null
  discount: number
  mobileNumber: string | null
  textMessageNotification: boolean
  metadataId: string | null
  guardianId: string | null
  addresses: Address[]
  createdAt: number
}

export type Dosage = {
  amount: string
  frequency: string
  /** Days as text, or words such as "ongoing"; null when open. */
  duration: string | null
  format: string
  additionalInfo: string | null
  timeOfDay: string[]
}

export type Recommendation = {
  variantId: string
  refill: boolean
  unitsToPurchase: number
  takeWith: string | null
  dosage: Dosage
}

export type LabTest = {
  id: string
  name: string
  company: string
  instructions: string
  requiresFasting: boolean
  /** Dollars as text. */
  price: string
  tests: { id: string; name: string }[]
}

export type TreatmentPlan = {
  id: string
  clinicId: string
  patientId: string
  practitionerId: string
  state: 'draft' | 'active' | 'cancelled'
  /** `api` plans need patients:read; all others patients:treatment_plan_history. */
  source: 'api' | 'app' | 'embed' | 'redirect'
  availableAt: number | null
  createdAt: number
  updatedAt: number
  personalMessage: string | null
  recommendations: Recommendation[]
  labTestIds: string[]
  resourceIds: string[]
  metadataId: string | null
}

/** A plan to start others from; templates are protocols under their older name. */
export type Protocol = {
  id: string
  name: string
  state: 'draft' | 'active' | 'cancelled'
  /** Null: made by Fullscript, for everybody. */
  practitionerId: string | null
  /** Practitioners who may use it beside its owner. */
  sharedWith: string[]
  personalMessage: string | null
  recommendations: Recommendation[]
}

/** Something to read, sent along with a plan. */
export type Resource = {
  id: string
  name: string
  type: string | null
  category: string | null
  /** What was uploaded, as it came. */
  attachment: string
  /** Null: made by Fullscript, for everybody. */
  practitionerId: string | null
  /** Kept for other plans too. */
  inLibrary: boolean
}

export type Brand = { id: string; name: string; prefix: string; colour: string }
export type Category = { id: string; name: string }

export type Variant = {
  id: string
  productId: string
  sku: string
  primary: boolean
  units: number
  unitOfMeasure: string
  upc: string
  /** Dollars as text. */
  msrp: string
  availability: 'In Stock' | 'Backordered'
  status: 'active' | 'discontinued'
}

export type Product = {
  id: string
  name: string
  brandId: string
  categoryIds: string[]
  descriptionHtml: string
  supplementType: string
  ingredients: string[]
  certifications: string[]
  allergensFree: string[]
  variantIds: string[]
  dosage: Dosage
}

export type OrderLine = { variantId: string; quantity: number; labTestId: string | null }

export type Order = {
  id: string
  clinicId: string
  orderNumber: string
  completedAt: number
  patientId: string
  treatmentPlanIds: string[]
  lines: OrderLine[]
}

export type LabState =
  | 'not_purchased'
  | 'purchased'
  | 'schedule_appointment'
  | 'upcoming_appointment'
  | 'processing'
  | 'partial_results'
  | 'results_ready'
  | 'results_amended'
  | 'interpretation_ready'
  | 'interpretation_shared'

export type LabOrder = {
  id: string
  clinicId: string
  patientId: string
  practitionerId: string
  treatmentPlanId: string
  labTestIds: string[]
  state: LabState
  updatedAt: number
}

export type ApiEvent = { id: string; type: string; createdAt: number; clinicId: string; data: unknown }

/** An authorization code; only its hash is kept. */
export type CodeRow = {
  id: string
  hash: string
  applicationId: string
  ownerId: string
  ownerType: OwnerType
  redirectUri: string
  scopes: string[]
  challenge: { value: string; method: 'S256' | 'plain' } | null
  createdAt: number
  expiresAt: number
  usedAt: number | null
  tokenId: string | null
}

export type OwnerType = 'Practitioner' | 'Staff' | 'Clinic'

/** One access token with its refresh token, as Doorkeeper keeps them: one row. Only hashes are kept. */
export type TokenRow = {
  id: string
  /** The first row of the chain of refreshes. */
  familyId: string
  applicationId: string
  ownerId: string
  ownerType: OwnerType
  scopes: string[]
  accessHash: string
  refreshHash: string
  /** The row to revoke when this row's access token is first used; null when done or not needed. */
  previousId: string | null
  /** The row it was refreshed from, for reading; never cleared. */
  refreshedFromId: string | null
  createdAt: number
  expiresIn: number
  firstUsedAt: number | null
  revokedAt: number | null
  revokedBy: string | null
}

export type Grant = {
  id: string
  secretHash: string
  applicationId: string
  userId: string
  createdAt: number
  expiresAt: number
  claimedAt: number | null
}
