/** Which Electron this is (About, F-906). */

/** The oldest Electron that a release may be made from; older ones lack fixes that our design leans on. */
export const OLDEST_RELEASE_MAJOR = 45

/** `stand-in`: a runtime for development and tests only. */
export function runtimeKind(electronVersion: string): 'electron' | 'stand-in' {
  const major = Number.parseInt(electronVersion, 10)
  return Number.isInteger(major) && major >= OLDEST_RELEASE_MAJOR ? 'electron' : 'stand-in'
}
