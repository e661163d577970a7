/** A plan and its products as they come to the chart. */

/** A line as prescribed; products are named by their variant and known separately. */
export type LineFields = {
  variantId: string
  dosageAmount: string
  dosageFrequency: string
  dosageDuration: string
  dosageFormat: string
  timeOfDay: string[]
  takeWith: string
  instructions: string
  refill: boolean
  unitsToPurchase: number
}

/** A plan as Fullscript says it is now. Times are epoch milliseconds. */
export type LandedPlan = {
  patientId: string
  environment: string
  clinicId: string
  fullscriptPlanId: string
  state: 'draft' | 'active' | 'cancelled'
  prescriberFullscriptId: string
  /** Empty while it could not be read. */
  prescriberName: string
  /** The person who worked in the Fullscript view. */
  enteredBy: string
  enteredByPrescriber: boolean
  message: string
  sentAt: number | null
  createdAt: number
  lines: LineFields[]
}

export type Product = { variantId: string; productName: string; brandName: string; packageText: string }
