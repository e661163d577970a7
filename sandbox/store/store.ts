/** The data of one run, in maps by id; a reset makes a new one from the seed. */
import type * as T from './types'

/** A browser's sign-in at the authorize pages. */
export type BrowserSession = { id: string; userId: string | null; returnTo: string | null; csrf: string }

/** What the in-frame application knows about one mount. */
export type FrameSession = {
  /** Value of the cookie. */
  id: string
  csrf: string
  frameId: string
  targetOrigin: string
  applicationId: string
  clinicId: string
  userId: string
  feature: 'platform' | 'treatmentPlan'
  entrypoint: 'catalog' | 'labs'
  /** The patient as the host page sent it, snake-cased; null when none came. */
  offered: Record<string, string> | null
  practitionerId: string | null
  patientId: string | null
  lines: T.Recommendation[]
  labTestIds: string[]
  sentPlanId: string | null
  /** Messages for the host page that no page has carried yet. */
  outbox: unknown[]
}

export class Store {
  applications = new Map<string, T.Application>()
  clinics = new Map<string, T.Clinic>()
  users = new Map<string, T.User>()
  patients = new Map<string, T.Patient>()
  plans = new Map<string, T.TreatmentPlan>()
  protocols = new Map<string, T.Protocol>()
  resources = new Map<string, T.Resource>()
  brands = new Map<string, T.Brand>()
  categories = new Map<string, T.Category>()
  products = new Map<string, T.Product>()
  variants = new Map<string, T.Variant>()
  labTests = new Map<string, T.LabTest>()
  orders = new Map<string, T.Order>()
  labOrders = new Map<string, T.LabOrder>()
  events = new Map<string, T.ApiEvent>()

  codesByHash = new Map<string, T.CodeRow>()
  tokens = new Map<string, T.TokenRow>()
  tokensByAccess = new Map<string, T.TokenRow>()
  tokensByRefresh = new Map<string, T.TokenRow>()
  grants = new Map<string, T.Grant>()
  grantsBySecret = new Map<string, T.Grant>()
  /** Patient details handed in by host pages, by data token. */
  dataTokens = new Map<string, Record<string, string>>()
  frameSessions = new Map<string, FrameSession>()
  browserSessions = new Map<string, BrowserSession>()

  applicationByClientId(clientId: unknown): T.Application | undefined {
    return find(this.applications, (application) => application.clientId === clientId)
  }

  applicationByPublicKey(publicKey: unknown): T.Application | undefined {
    return find(this.applications, (application) => application.publicKey === publicKey)
  }

  userByEmail(email: string): T.User | undefined {
    const wanted = email.trim().toLowerCase()
    return find(this.users, (user) => user.email.toLowerCase() === wanted)
  }

  usersOf(clinicId: string, type: T.User['type']): T.User[] {
    return [...this.users.values()].filter((user) => user.clinicId === clinicId && user.type === type)
  }

  patientsOf(clinicId: string): T.Patient[] {
    return [...this.patients.values()].filter((patient) => patient.clinicId === clinicId)
  }
}

function find<V>(map: Map<string, V>, test: (value: V) => boolean): V | undefined {
  for (const value of map.values()) if (test(value)) return value
  return undefined
}
