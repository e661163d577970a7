/** Two invented clinics with their people: three practitioners, one of them store owner, and two staff. */
import { stableId } from '../ids'
import type { Store } from '../store/store'
import type { User } from '../store/types'

/** Every seeded account signs in with this; it opens nothing outside this machine. */
export const PASSWORD = 'orchard-lantern-42'

export const JUNIPER = stableId('clinic-juniper')
export const HARBOUR = stableId('clinic-harbour')

export const PRACTITIONER_TYPES = [
  { id: stableId('type-nd'), code: 'ND', description: 'Naturopathic Doctor' },
  { id: stableId('type-md'), code: 'MD', description: 'Medical Doctor' },
  { id: stableId('type-do'), code: 'DO', description: 'Doctor of Osteopathic Medicine' },
  { id: stableId('type-rd'), code: 'RD', description: 'Registered Dietitian' },
  { id: stableId('type-lac'), code: 'LAC', description: 'Licensed Acupuncturist' },
  { id: stableId('type-np'), code: 'NP', description: 'Nurse Practitioner' },
]

type Row = [
  key: string,
  clinicId: string,
  type: User['type'],
  first: string,
  last: string,
  code: string | null,
]

const PEOPLE: Row[] = [
  ['owner', JUNIPER, 'Practitioner', 'Maren', 'Holloway', 'ND'],
  ['practitioner', JUNIPER, 'Practitioner', 'Theo', 'Castellan', 'MD'],
  ['staff', JUNIPER, 'Staff', 'Priya', 'Ostrander', null],
  ['harbour-practitioner', HARBOUR, 'Practitioner', 'Ines', 'Valderrama', 'NP'],
  ['harbour-staff', HARBOUR, 'Staff', 'Callum', 'Brightwater', null],
]

export function addClinics(store: Store): void {
  store.clinics.set(JUNIPER, {
    id: JUNIPER,
    name: 'Juniper Lane Integrative Health',
    slug: 'juniperlane',
    discount: 10,
    marginType: 'profit',
  })
  store.clinics.set(HARBOUR, {
    id: HARBOUR,
    name: 'Harbour Light Wellness',
    slug: 'harbourlight',
    discount: 0,
    marginType: 'savings',
  })
  for (const [key, clinicId, type, firstName, lastName, code] of PEOPLE) {
    const id = stableId(`user-${key}`)
    store.users.set(id, {
      id,
      type,
      clinicId,
      firstName,
      lastName,
      email:
        `${firstName}.${lastName}@${clinicId === JUNIPER ? 'juniperlane' : 'harbourlight'}.example`.toLowerCase(),
      password: PASSWORD,
      storeOwner: key === 'owner',
      practitionerTypeId: PRACTITIONER_TYPES.find((entry) => entry.code === code)?.id ?? null,
      metadataId: null,
      inviteAccepted: true,
    })
  }
}
