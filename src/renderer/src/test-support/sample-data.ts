/** Invented people, plans and settings for component tests and the preview. */
import type { AppInfo } from '../../../shared/bridge/app'
import type {
  Connection,
  FullscriptSettings,
  Overview,
  ResourceOwner,
} from '../../../shared/bridge/fullscript'
import { SCOPES } from '../../../shared/bridge/fullscript'
import type { Patient } from '../../../shared/bridge/patients'
import type { Account } from '../../../shared/bridge/accounts'
import type { Capability } from '../../../shared/bridge/contract'
import type { Person, Role } from '../../../shared/bridge/people'
import type { Plan, PlanLine } from '../../../shared/bridge/plans'

export const NOW = Date.UTC(2026, 2, 9, 15, 30)

/** A UUID with a number in it. */
export const id = (group: number, number: number): string =>
  `${String(group).padStart(8, '0')}-0000-4000-8000-${String(number).padStart(12, '0')}`

export const INFO: AppInfo = {
  version: '0.1.0',
  electron: '33.2.1',
  chrome: '130.0.6723.137',
  node: '20.18.1',
  runtime: 'stand-in',
  nodeApi: '9',
  sqlite: '3.50.4',
  cipher: 'SQLCipher 4, AES-256',
  keychain: 'GNOME Keyring (Secret Service)',
  build: 'development',
  demo: true,
  locale: 'en-US',
  demoAccounts: [
    { username: 'maya', displayName: 'Maya Lindqvist', role: 'practitioner-administrator' },
    { username: 'tomas', displayName: 'Tomás Okonkwo', role: 'practitioner' },
    { username: 'june', displayName: 'June Abernathy', role: 'staff' },
  ],
  demoPassword: 'yarrow-demo',
}

const CAPABILITIES: Capability[] = [
  'signed-in',
  'patients:read',
  'patients:write',
  'plans:read',
  'plans:write',
  'fullscript:connect',
]

const CLINICAL: Capability[] = [
  ...CAPABILITIES,
  'notes:read',
  'notes:write',
  'plans:prescribe',
  'patients:restrict',
  'patients:access-report',
  'emergency:use',
]

/** What screens look for; the whole table is main's. */
export const capabilitiesOf = (role: Role): Capability[] =>
  role === 'administrator' || role === 'practitioner-administrator'
    ? [
        ...(role === 'administrator' ? CAPABILITIES : CLINICAL),
        'practice:settings',
        'people:manage',
        'fullscript:oversee',
        'audit:read',
        'patients:access-report',
      ]
    : CAPABILITIES

const person = (number: number, part: Partial<Person>): Person => ({
  id: id(1, number),
  username: 'maya',
  displayName: 'Maya Lindqvist',
  credentials: 'ND',
  role: 'practitioner-administrator',
  practiceName: 'Meadow & Stone Integrative Health',
  capabilities: capabilitiesOf('practitioner-administrator'),
  ...part,
})

export const OWNER = person(1, {})
export const PEOPLE: Person[] = [
  OWNER,
  person(2, {
    username: 'tomas',
    displayName: 'Tomás Okonkwo',
    credentials: 'LAc',
    role: 'practitioner',
    capabilities: CLINICAL,
  }),
  person(3, {
    username: 'june',
    displayName: 'June Abernathy',
    credentials: '',
    role: 'staff',
    capabilities: CAPABILITIES,
  }),
]

const account = (person: Person, part: Partial<Account>): Account => ({
  id: person.id,
  username: person.username,
  displayName: person.displayName,
  credentials: person.credentials,
  npi: '',
  role: person.role,
  active: true,
  createdAt: NOW,
  lastSignInAt: NOW,
  secondFactor: false,
  access: 'own',
  codeExpiresAt: null,
  waiting: false,
  ...part,
})

/** The three of the practice, everybody with a password of their own. */
export const ACCOUNTS: Account[] = PEOPLE.map((one) =>
  account(one, one === OWNER ? { npi: '1234567893' } : {}),
)

/** What else a row can say, with a name that does not fit. */
export const MORE_ACCOUNTS: Account[] = [
  account(
    person(4, {
      username: 'maximiliana.theodora.von.hohenfels',
      displayName: 'Maximiliana Theodora Wilhelmina von Hohenfels-Schwarzenberg-Oyelaran',
      credentials: 'ND, LAc, MSOM, Dipl. OM',
      role: 'practitioner',
    }),
    { access: 'invited', lastSignInAt: null, codeExpiresAt: NOW + 7 * 86_400_000 },
  ),
  account(person(5, { username: 'ada', displayName: 'Ada Brightwater', credentials: '', role: 'staff' }), {
    access: 'reset',
    codeExpiresAt: NOW - 60_000,
    secondFactor: true,
  }),
  account(person(6, { username: 'cyrus', displayName: 'Cyrus Vandermeer', role: 'administrator' }), {
    waiting: true,
  }),
  account(person(7, { username: 'odile', displayName: 'Odile Fairbanks', role: 'staff' }), { active: false }),
]

const patient = (number: number, part: Partial<Patient>): Patient => ({
  id: id(2, number),
  chartNumber: String(1000 + number),
  givenName: 'Rosalind',
  familyName: 'Achterberg',
  preferredName: '',
  birthDate: '1984-03-09',
  sex: 'female',
  email: 'rosalind@example.org',
  phone: '+12025550123',
  addressLine1: '14 Linden Street',
  addressLine2: '',
  city: 'Portland',
  region: 'OR',
  postalCode: '97205',
  country: 'US',
  note: '',
  createdAt: NOW,
  updatedAt: NOW,
  version: 1,
  ...part,
})

export const ROSALIND = patient(1, { preferredName: 'Rose' })
export const WITHOUT_EMAIL = patient(2, {
  givenName: 'Benedict',
  familyName: 'Oyelaran',
  email: '',
  sex: 'male',
  birthDate: '1951-11-30',
})
export const LONG_NAME = patient(3, {
  givenName: 'Maximiliana Theodora Wilhelmina',
  familyName: 'von Hohenfels-Schwarzenberg-Oyelaran-Castellanos y Montemayor',
  preferredName: 'Max',
  email: 'maximiliana.theodora.wilhelmina.von.hohenfels@an-unusually-long-domain-name.example.org',
})

const GIVEN = [
  'Amara',
  'Beatriz',
  'Caleb',
  'Dmitri',
  'Esme',
  'Farah',
  'Gideon',
  'Hana',
  'Ingrid',
  'Joaquin',
  'Keiko',
  'Leif',
]
const FAMILY = [
  'Adeyemi',
  'Bergström',
  'Castellanos',
  'Dubois',
  'Eriksen',
  'Fontaine',
  'Grigoryan',
  'Haddad',
  'Ivanova',
  'Jankowski',
  'Kowalczyk',
  'Lindgren',
  'Moreau',
]

/** `count` patients in the order of the list, the three above among them. */
export function manyPatients(count: number): Patient[] {
  const made = Array.from({ length: Math.max(0, count - 3) }, (_, place) => {
    const given = GIVEN[place % GIVEN.length] ?? ''
    const family = FAMILY[Math.floor(place / GIVEN.length) % FAMILY.length] ?? ''
    return patient(place + 4, {
      givenName: given,
      familyName: family,
      birthDate: `${1930 + ((place * 7) % 90)}-0${1 + (place % 9)}-1${place % 9}`,
      sex: place % 2 === 0 ? 'female' : 'male',
      email: `${given}.${place}@example.org`.toLowerCase(),
      phone: `+1202555${String(place % 10_000).padStart(4, '0')}`,
    })
  })
  return [ROSALIND, WITHOUT_EMAIL, LONG_NAME, ...made]
    .slice(0, count)
    .toSorted((one, other) =>
      `${one.familyName} ${one.givenName}`.localeCompare(`${other.familyName} ${other.givenName}`, 'en'),
    )
}

const line = (number: number, part: Partial<PlanLine>): PlanLine => ({
  id: id(4, number),
  variantId: `variant-${number}`,
  productName: 'Magnesium Glycinate',
  brandName: 'Alder Botanicals',
  packageText: '120 capsules',
  dosageAmount: '2',
  dosageFrequency: 'once a day',
  dosageDuration: 'for 60 days',
  dosageFormat: 'capsules',
  timeOfDay: ['evening'],
  takeWith: 'with food',
  instructions: '',
  refill: true,
  unitsToPurchase: 1,
  named: true,
  ...part,
})

export const PLAN: Plan = {
  id: id(3, 1),
  patientId: ROSALIND.id,
  fullscriptPlanId: 'plan-1',
  clinicId: 'clinic-1',
  clinicName: 'Harbour Integrative Health',
  state: 'active',
  prescriberName: 'Maya Lindqvist, ND',
  enteredByName: 'June Abernathy',
  message: 'Start with the magnesium alone for a week, then add the rest.',
  sentAt: NOW,
  createdAt: NOW,
  landedAt: NOW,
  lines: [
    line(1, {}),
    line(2, {
      productName:
        'Professional-Strength Multi-Strain Probiotic with Prebiotic Fibre, Dairy Free, Shelf Stable',
      brandName: 'Northern Meadow Naturals',
      packageText: '60 vegetarian capsules',
      dosageAmount: '1',
      dosageFrequency: 'twice a day',
      timeOfDay: ['morning', 'before bed'],
      takeWith: 'without food',
      instructions: 'Swallow whole with a full glass of water',
      refill: false,
      unitsToPurchase: 2,
    }),
    line(3, { named: false, productName: '', brandName: '', packageText: '', timeOfDay: [], takeWith: '' }),
  ],
}

export const OLD_PLAN: Plan = {
  ...PLAN,
  id: id(3, 2),
  fullscriptPlanId: 'plan-2',
  state: 'cancelled',
  enteredByName: '',
  message: '',
  sentAt: Date.UTC(2025, 8, 2),
  createdAt: Date.UTC(2025, 8, 2),
  lines: [
    line(4, {
      productName: 'Vitamin D3 5000 IU',
      brandName: 'Sunfield',
      packageText: '90 softgels',
      dosageFormat: 'softgel',
      dosageAmount: '1',
      timeOfDay: ['morning'],
    }),
  ],
}

export const FULLSCRIPT_OWNER: ResourceOwner = {
  id: 'd3f7b357-9a36-4c11-b553-7e3ac3980041',
  type: 'Practitioner',
  name: 'Maya Lindqvist',
  clinicName: 'Meadow & Stone',
}

export const CONNECTED: Connection = {
  state: 'connected',
  owner: FULLSCRIPT_OWNER,
  clinicId: 'c1a0196f-5615-4874-a2f4-48d459180b09',
  scopes: SCOPES.map(({ scope }) => scope),
  missingScopes: [],
  connectedAt: NOW,
  accessExpiresAt: NOW + 7_200_000,
  pendingRevocations: 0,
  scopesAddedAt: null,
  putOffUntil: null,
}

/** Everybody's connections: one that works, one that lacks something and waits, none. */
export const OVERVIEW: Overview = {
  environment: 'us-snd',
  scopesAddedAt: null,
  people: PEOPLE.map(({ id: personId, displayName, role }, place) => ({
    personId,
    displayName,
    role,
    active: true,
    connection:
      place === 2
        ? null
        : {
            state: 'connected',
            owner: { ...FULLSCRIPT_OWNER, id: `${FULLSCRIPT_OWNER.id}-${place}`, name: displayName },
            connectedAt: NOW - place * 86_400_000,
            lastUsedAt: place === 0 ? NOW : null,
            missingScopes: place === 1 ? ['patients:order_history'] : [],
            toReauthorize: false,
          },
    pendingRevocations: 0,
  })),
}

export const SETTINGS: FullscriptSettings = {
  environment: 'us-snd',
  available: ['us-snd', 'ca-snd', 'us', 'ca', 'local'],
  hosts: {
    api: 'https://api-us-snd.fullscript.io/api',
    authorize: 'https://api-us-snd.fullscript.io/api/oauth/authorize',
    embed: 'https://us-snd.fullscript.io',
  },
  clientId: 'invented-client-id-0000',
  hasClientSecret: true,
  clientSecretSetAt: NOW,
  publicKey: 'invented-public-key-0000',
  originUri: 'https://embed.yarrow.example',
  wayBack: 'loopback',
  authorization: 'person',
  loopbackPorts: [],
  redirectUris: ['http://127.0.0.1/fullscript/us-snd/callback'],
  assumptions: { pkce: true, clientCredentials: 'body', tokenBody: 'json', idempotencyKey: false },
}

export const RECOVERY_CODE = 'K7QM-2TXA-9RDF-4WHN-6CVB-8PZE'
