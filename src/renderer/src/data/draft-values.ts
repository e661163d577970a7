/** What of a draft still fits a form. Pure. */

/** The form's values with those of the draft that are of the same kind; anything else is as if it had not been kept. */
export function fitting<V extends object>(initial: V, kept: object): V {
  const entries = Object.entries(initial).map(([field, value]: [string, unknown]): [string, unknown] => {
    const typed: unknown = Reflect.get(kept, field)
    if (Array.isArray(value)) return [field, Array.isArray(typed) ? typed : value]
    if (typeof value === 'object' && value !== null)
      return [field, typeof typed === 'object' && typed !== null ? fitting(value, typed) : value]
    return [field, typeof typed === typeof value ? typed : value]
  })
  return Object.fromEntries(entries) as V
}

export const without = (values: object, omit: readonly string[]): object =>
  Object.fromEntries(Object.entries(values).filter(([field]) => !omit.includes(field)))

/** The fields whose value is another one than at first. */
export function changed(initial: object, values: object): object {
  const text = (value: unknown) => JSON.stringify(value)
  return Object.fromEntries(
    Object.entries(values).filter(([field, value]) => text(value) !== text(Reflect.get(initial, field))),
  )
}
