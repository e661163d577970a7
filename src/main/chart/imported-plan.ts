/** A plan, its products and its laboratory tests as they come to the chart. */
import type { UnreadOfLab, UnreadOfLine, UnreadOfPlan } from '../../shared/contract/plans'
import type { Day } from '../../shared/day'
import type { ExternalId } from './entry-repository'

/** The code of a product or a test in the catalogue of where the plan comes from. */
type Coded = { codeSystem: string; code: string }

/** A line as prescribed; the names of products are known separately. */
export type LineFields = Coded & {
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

/** The code is empty where the test has none. */
export type LabFields = Coded & {
  name: string
  instructions: string
  requiresFasting: boolean | null
  tests: string[]
  unread: UnreadOfLab[]
}

/** A plan as its source says it is now. Times are epoch milliseconds; where it says only the day, they are null. */
export type ImportedPlan = {
  patientId: string
  /** What its source calls it. */
  externalId: ExternalId
  state: string
  /** Empty while it could not be read. */
  prescriberName: string
  /** The person at whose work it came about. */
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

export type Product = Coded & { productName: string; brandName: string; packageText: string }
