/** The invented practice: who works there, and their accounts. */
import type { Account } from '../../../../shared/contract/accounts'
import type { Person } from '../../../../shared/contract/people'
import { DEFAULT_ROLES, type DefaultRoleId } from '../../../../shared/roles'
import { id, NOW } from './common'

/** As every practice has it at first. */
export const roleOf = (role: DefaultRoleId): Pick<Person, 'role' | 'roleName' | 'capabilities'> => ({
  role,
  roleName: DEFAULT_ROLES[role].name,
  capabilities: [...DEFAULT_ROLES[role].allows],
})

const person = (number: number, part: Partial<Person>): Person => ({
  id: id(1, number),
  username: 'maya',
  displayName: 'Maya Lindqvist',
  credentials: 'ND',
  ...roleOf('practitioner-administrator'),
  practiceName: 'Meadow & Stone Integrative Health',
  ...part,
})

export const OWNER = person(1, {})
export const PEOPLE: Person[] = [
  OWNER,
  person(2, {
    username: 'tomas',
    displayName: 'Tomás Okonkwo',
    credentials: 'LAc',
    ...roleOf('practitioner'),
  }),
  person(3, {
    username: 'june',
    displayName: 'June Abernathy',
    credentials: '',
    ...roleOf('staff'),
  }),
]

const account = (person: Person, part: Partial<Account>): Account => ({
  id: person.id,
  username: person.username,
  displayName: person.displayName,
  credentials: person.credentials,
  npi: '',
  role: person.role,
  roleName: person.roleName,
  manages: person.capabilities.includes('people:manage'),
  active: true,
  createdAt: NOW,
  lastSignInAt: NOW,
  secondFactor: false,
  needsCodeForNewKeys: false,
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
