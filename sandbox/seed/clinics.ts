/** Two invented clinics with their people: three practitioners, one of them store owner, and two staff. */
import { stableId } from '../ids'
import type { Store } from '../store/store'
import type { User } from '../store/types'

/** Every seeded account signs in with this; it opens nothing outside this machine. */
const PASSWORD = 'orchard-lantern-42'

export const MEADOWLARK = stableId('clinic-meadowlark')
export const HARBOR = stableId('clinic-harbor')

const PRACTITIONER_TYPES = [
  ['ND', 'Naturopathic Doctor'],
  ['MD', 'Medical Doctor'],
  ['DO', 'Doctor of Osteopathic Medicine'],
  ['RD', 'Registered Dietitian'],
  ['LAC', 'Licensed Acupuncturist'],
  ['NP', 'Nurse Practitioner'],
].map(([code = '', description = '']) => ({ id: stableId(`practitioner-type-${code}`), code, description }))

export const practitionerTypes = () => PRACTITIONER_TYPES

type Row = [key: string, clinicId: string, type: User['type'], first: string, last: string, code: string]

const PEOPLE: Row[] = [
  ['june', MEADOWLARK, 'Practitioner', 'June', 'Hartwell', 'ND'],
  ['tomas', MEADOWLARK, 'Practitioner', 'Tomas', 'Okafor', 'LAC'],
  ['priya', MEADOWLARK, 'Staff', 'Priya', 'Raman', ''],
  ['ines', HARBOR, 'Practitioner', 'Ines', 'Valderrama', 'NP'],
  ['callum', HARBOR, 'Staff', 'Callum', 'Brightwater', ''],
]

export const userId = (key: string): string => stableId(`user-${key}`)

export function addClinics(store: Store): void {
  store.clinics.set(MEADOWLARK, {
    id: MEADOWLARK,
    name: 'Meadowlark Integrative Health',
    slug: 'meadowlark',
    discount: 10,
    marginType: 'profit',
  })
  store.clinics.set(HARBOR, {
    id: HARBOR,
    name: 'Harbor Light Wellness',
    slug: 'harborlight',
    discount: 0,
    marginType: 'savings',
  })
  for (const [key, clinicId, type, firstName, lastName, code] of PEOPLE) {
    const id = userId(key)
    store.users.set(id, {
      id,
      type,
      clinicId,
      firstName,
      lastName,
      email:
        `${firstName}.${lastName}@${clinicId === MEADOWLARK ? 'meadowlark' : 'harborlight'}.example`.toLowerCase(),
      password: PASSWORD,
      storeOwner: key === 'june',
      practitionerTypeId: PRACTITIONER_TYPES.find((entry) => entry.code === code)?.id ?? null,
      metadataId: null,
      inviteAccepted: true,
    })
  }
}
