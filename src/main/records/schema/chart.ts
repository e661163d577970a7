/** Patients and their plans. */
import type { Generated } from 'kysely'

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
  /** Folded words for search, made by shared/patient-search.ts. */
  searchText: string
  /** Folded family and given name, for the order of lists. */
  sortName: string
  createdAt: number
  updatedAt: number
  version: number
  /** Who wrote this version; nobody: Yarrow did. */
  updatedBy: string | null
}

/** An earlier version of a patient, as it was before a change. Added to and read, and nothing else. */
export interface PatientVersionTable {
  patientId: string
  version: number
  /** JSON of what is typed by people. */
  fields: string
  recordedAt: number
  recordedBy: string | null
}

/** The folded words of names, so that near ones are looked for among words and not among patients. */
export interface PatientNameTable {
  word: string
  patientId: string
}

/** One row: which way of folding `search_text`, `sort_name` and `patient_name` were made with; none before the first. */
export interface PatientSearchVersionTable {
  id: 1
  version: number
}

/** The names of what plans recommend, by the code that their lines have for it. */
export interface ProductTable {
  codeSystem: string
  code: string
  productName: string
  brandName: string
  packageText: string
  fetchedAt: number
}

export interface TreatmentPlanTable {
  id: string
  patientId: string
  /** In the word of where it came from, whether or not it is known here; empty: not said. */
  state: string
  prescriberName: string
  enteredBy: string
  /** 0: somebody else entered it, as office staff does. */
  enteredByPrescriber: Generated<0 | 1>
  message: string
  /** The instant, or the day alone where no time was given; both null: not sent, or not said. */
  sentAt: number | null
  sentOn: Generated<string | null>
  createdAt: number | null
  createdOn: Generated<string | null>
  /** JSON array of the names of what could not be read. */
  unread: Generated<string>
  importedAt: number
  updatedAt: number
  /** By whom and when it left the chart, because its link was undone; null: it is in the chart. */
  removedBy: string | null
  removedAt: number | null
}

export interface TreatmentPlanLineTable {
  id: string
  planId: string
  position: number
  /** Of the product. */
  codeSystem: string
  code: string
  dosageAmount: string
  dosageFrequency: string
  dosageDuration: string
  dosageFormat: string
  /** JSON array of text. */
  timeOfDay: string
  takeWith: string
  instructions: string
  /** Null: not said. */
  refill: 0 | 1 | null
  unitsToPurchase: number | null
  /** JSON array of the names of what could not be read. */
  unread: Generated<string>
}

/** A laboratory test that a plan recommends. */
export interface TreatmentPlanLabTable {
  id: string
  planId: string
  position: number
  codeSystem: string
  /** Of the test; empty: it has none. */
  code: string
  name: string
  instructions: string
  /** Null: not said. */
  requiresFasting: 0 | 1 | null
  /** JSON array of text. */
  tests: string
  /** JSON array of the names of what could not be read. */
  unread: string
}

export interface ChartTables {
  patient: PatientTable
  patientVersion: PatientVersionTable
  patientName: PatientNameTable
  patientSearchVersion: PatientSearchVersionTable
  product: ProductTable
  treatmentPlan: TreatmentPlanTable
  treatmentPlanLine: TreatmentPlanLineTable
  treatmentPlanLab: TreatmentPlanLabTable
}
