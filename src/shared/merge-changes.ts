/** What two people made of the same record at the same time. Pure. */

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other)

/**
 * Both began with `base`. What only one of them changed is taken from that one; what both changed differently is a
 * conflict, where `mine` stands until somebody chooses. The fields are those of `base`.
 */
export function mergeChanges<V extends object>(
  base: V,
  mine: V,
  theirs: V,
): { merged: V; conflicts: (keyof V & string)[] } {
  const fields = Object.keys(base) as (keyof V & string)[]
  const byMe = (field: keyof V) => !same(mine[field], base[field])
  const merged = Object.fromEntries(
    fields.map((field) => [field, byMe(field) ? mine[field] : theirs[field]]),
  ) as V
  const conflicts = fields.filter(
    (field) => byMe(field) && !same(theirs[field], base[field]) && !same(mine[field], theirs[field]),
  )
  return { merged, conflicts }
}
