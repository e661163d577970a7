/** One Yarrow for each set of records: a second start hands its arguments over and ends (F-205 to F-211). */
import type { App } from 'electron'

/**
 * Takes the lock. False: another Yarrow runs, has our arguments now, and this process must end at once. Call after
 * the userData folder is set and before any file in it is opened. `received` gets what the second start sent, which
 * may be anything; Electron's own copy of its arguments has switches mixed in and is not used (toolchain.md 6).
 */
export function takeSingleInstanceLock(
  app: Pick<App, 'requestSingleInstanceLock' | 'on'>,
  argv: readonly string[],
  received: (additionalData: unknown) => void,
): boolean {
  if (!app.requestSingleInstanceLock({ argv: [...argv] })) return false
  app.on('second-instance', (_event, _argv, _folder, additionalData) => {
    received(additionalData)
  })
  return true
}
