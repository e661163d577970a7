/** For tests: what a session says of a role as every practice has it at first. */
import type { Person } from '../../src/shared/contract/people'
import { DEFAULT_ROLES, type DefaultRoleId } from '../../src/shared/roles'

export const roleOf = (role: DefaultRoleId): Pick<Person, 'role' | 'roleName' | 'capabilities'> => ({
  role,
  roleName: DEFAULT_ROLES[role].name,
  capabilities: [...DEFAULT_ROLES[role].allows],
})
