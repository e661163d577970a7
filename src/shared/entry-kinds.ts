/**
 * Every kind of clinical entry, once. Its area of the bridge, its capabilities, its actions in the audit record and its
 * category there are made of this; what an entry of the kind says is in its file in contract/.
 */

type Described = {
  /** Of the bridge, and before the colon of its capabilities. */
  area: string
  /** "Allergy": one of them, as lists of several kinds call it. */
  label: string
  /** "an allergy", "allergies": as the audit record says them. */
  one: string
  many: string
  /** Its category in the audit record. */
  category: string
}

/** By the name that is kept with every entry, which never changes. */
export const ENTRY_KINDS = {
  'allergy-intolerance': {
    area: 'allergies',
    label: 'Allergy or intolerance',
    one: 'an allergy or intolerance',
    many: 'allergies and intolerances',
    category: 'Allergies and intolerances',
  },
} as const satisfies Record<string, Described>

export type EntryKind = keyof typeof ENTRY_KINDS
export type EntryArea = (typeof ENTRY_KINDS)[EntryKind]['area']

const kinds = Object.entries(ENTRY_KINDS) as [EntryKind, (typeof ENTRY_KINDS)[EntryKind]][]

export type EntryCapability = `${EntryArea}:${'read' | 'write'}`
export const ENTRY_CAPABILITIES: readonly EntryCapability[] = kinds.flatMap(
  ([, { area }]): EntryCapability[] => [`${area}:read`, `${area}:write`],
)

/** Each kind as capabilities.ts lists types. */
export const ENTRY_TYPES = Object.fromEntries(
  kinds.map(([, { area, many, category }]) => [
    area,
    { says: category, verbs: { read: `See ${many}`, write: `Write ${many}` } },
  ]),
) as Record<EntryArea, { says: string; verbs: Record<'read' | 'write', string> }>

const DEEDS = {
  read: (_one: string, many: string) => `Open ${many}`,
  recorded: (one: string) => `Record ${one}`,
  changed: (one: string) => `Change ${one}`,
  retracted: (one: string) => `Mark ${one} as entered in error`,
  restored: (one: string) => `Bring back an earlier version of ${one}`,
}
type Deed = keyof typeof DEEDS
export type EntryAction = `${EntryKind}.${Deed}`

type ActionDescribed = { says: string; category: EntryKind; looks?: true }

/** The actions of every kind, as audit-actions.ts lists them. */
export const ENTRY_ACTIONS = Object.fromEntries(
  kinds.flatMap(([kind, { one, many }]) =>
    (Object.keys(DEEDS) as Deed[]).map((deed): [EntryAction, ActionDescribed] => [
      `${kind}.${deed}`,
      { says: DEEDS[deed](one, many), category: kind, ...(deed === 'read' ? { looks: true } : {}) },
    ]),
  ),
) as Record<EntryAction, ActionDescribed>

export const ENTRY_CATEGORIES = Object.fromEntries(
  kinds.map(([kind, { category }]) => [kind, category]),
) as Record<EntryKind, string>
