/**
 * What a role can allow: every type of thing with the verbs that go with it. What a call needs is in its contract; which
 * role allows what is in roles.ts and, where a practice changed it, in rows.
 */
import { ENTRY_CAPABILITIES, ENTRY_TYPES, type EntryCapability } from './entry-kinds'

/** By type, then verb; the words are the practice's, for whoever decides what a role allows. */
export const CAPABILITY_TYPES = {
  patients: {
    says: 'Patients',
    verbs: {
      read: 'Find patients and open their charts',
      write: 'Add patients and change their details',
      restrict: 'Say who may open a chart that is kept from most',
      'access-report': 'See who has opened a patient’s chart',
    },
  },
  emergency: { says: 'Emergencies', verbs: { use: 'Open a restricted chart in an emergency' } },
  notes: { says: 'Notes', verbs: { read: 'Read notes', write: 'Write notes' } },
  ...ENTRY_TYPES,
  plans: {
    says: 'Treatment plans',
    verbs: {
      read: 'See treatment plans',
      write: 'Work in the plan builder',
      prescribe: 'Stand as prescriber at Fullscript',
    },
  },
  fullscript: {
    says: 'Fullscript',
    verbs: {
      connect: 'Connect a Fullscript account of one’s own',
      oversee: 'See and end everybody’s connection',
    },
  },
  people: { says: 'People', verbs: { manage: 'Add people, give roles, and say what a role allows' } },
  practice: {
    says: 'Practice',
    verbs: { settings: 'Change the practice’s settings and the keys of its records' },
  },
  backups: { says: 'Backups', verbs: { manage: 'Make and prove backups, and say where they go' } },
  audit: { says: 'Audit record', verbs: { read: 'Search, verify and export the audit record' } },
} as const satisfies Record<string, { says: string; verbs: Record<string, string> }>

type Types = typeof CAPABILITY_TYPES
type Own = Omit<Types, keyof typeof ENTRY_TYPES>

/** "plans:prescribe": a type and one of its verbs. */
export type Capability =
  { [T in keyof Own]: `${T}:${keyof Own[T]['verbs'] & string}` }[keyof Own] | EntryCapability

export const CAPABILITIES = Object.entries(CAPABILITY_TYPES).flatMap(([type, { verbs }]) =>
  Object.keys(verbs).map((verb) => `${type}:${verb}` as Capability),
)

/**
 * What a call may need. `anyone`: nothing, also signed out and while locked. `signed-in`: an open session, whatever the
 * role. `entries:read`: to read one kind of clinical entries or more, whichever. No role takes or gives those three.
 */
export type Needed = 'anyone' | 'signed-in' | 'entries:read' | Capability

/** Of which one is enough. */
const enoughFor = (needed: Exclude<Needed, 'anyone' | 'signed-in'>): readonly Capability[] =>
  needed === 'entries:read' ? ENTRY_CAPABILITIES.filter((one) => one.endsWith(':read')) : [needed]

/** `null`: nobody is signed in, or Yarrow is locked. */
export const may = (person: { capabilities: readonly Capability[] } | null, needed: Needed): boolean =>
  needed === 'anyone' ||
  (person !== null &&
    (needed === 'signed-in' || enoughFor(needed).some((one) => person.capabilities.includes(one))))
