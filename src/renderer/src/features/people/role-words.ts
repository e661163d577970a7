/** A role in one line, for whoever gives it. Pure. */
import { CAPABILITY_TYPES } from '../../../../shared/capabilities'
import type { Role } from '../../../../shared/contract/roles'
import { DEFAULT_ROLES } from '../../../../shared/roles'

/** As its defaults are described; one that was changed says what it is about. */
export function roleWords({ id, defaultsOf, allows }: Pick<Role, 'id' | 'defaultsOf' | 'allows'>): string {
  const { says, allows: usual } = DEFAULT_ROLES[defaultsOf]
  if (id === defaultsOf && allows.length === usual.size && allows.every((one) => usual.has(one))) return says
  const types = Object.entries(CAPABILITY_TYPES)
    .filter(([type]) => allows.some((one) => one.startsWith(`${type}:`)))
    .map(([, type]) => type.says)
  return types.length === 0 ? 'Allows nothing but signing in' : types.join(', ')
}
