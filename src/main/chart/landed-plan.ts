/** A plan, its products and its laboratory tests as they come to the chart. */
import type { UnreadOfLab, UnreadOfLine, UnreadOfPlan } from '../../shared/contract/plans'
import type { Day } from '../../shared/day'

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
  refill: boolean | null
  unitsToPurchase: number | null
  unread: UnreadOfLine[]
}

export type LabFields = {
  labId: string
  name: string
  instructions: string
  requiresFasting: boolean | null
  tests: string[]
  unread: UnreadOfLab[]
}

/** A plan as Fullscript says it is now. Times are epoch milliseconds; where it says only the day, they are null. */
export type LandedPlan = {
  patientId: string
  environment: string
  clinicId: string
  fullscriptPlanId: string
  state: string
  prescriberFullscriptId: string
  /** Empty while it could not be read. */
  prescriberName: string
  /** The person who worked in the Fullscript view. */
  enteredBy: string
  enteredByPrescriber: boolean
  message: string
  sentAt: number | null
  sentOn: Day | null
  createdAt: number | null
  createdOn: Day | null
  lines: LineFields[]
  labs: LabFields[]
  unread: UnreadOfPlan[]
}

export type Product = { variantId: string; productName: string; brandName: string; packageText: string }
