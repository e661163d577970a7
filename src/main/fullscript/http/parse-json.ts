/** JSON from outside: objects without a prototype, so that `__proto__` and `constructor` are ordinary keys (F-305). */

function bare(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.assign(Object.create(null) as object, value)
}

/** `undefined` when the text is not JSON, or nested too deeply to walk. A byte order mark is no part of the text. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, bare) as unknown
  } catch {
    return undefined
  }
}
