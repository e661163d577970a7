/** Makes a `switch` over a union exhaustive: a forgotten case fails the type check, an impossible value at run time throws. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected case: ${typeof value}`)
}
