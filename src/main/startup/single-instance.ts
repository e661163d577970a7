/** One Yarrow for each set of records: a second start hands its link over and ends (F-205 to F-211). */
import type { App } from 'electron'

export type HandOver = (args: readonly string[]) => void

/** Longest command line that is looked at; a link of ours is far shorter. */
const MOST_ARGUMENTS = 64
const LONGEST_ARGUMENT = 16_384

/**
 * Takes the lock. False: another Yarrow runs; it has our arguments now and this process must end at once.
 * Call after the userData folder is set and before any file in it is opened.
 */
export function takeSingleInstanceLock(app: App, args: readonly string[], received: HandOver): boolean {
  const got = app.requestSingleInstanceLock({ args: args.slice(0, MOST_ARGUMENTS) })
  if (!got) return false
  app.on('second-instance', (_event, argv, _folder, additional) => {
    received(argumentsOf(additional) ?? argv)
  })
  return true
}

/** The other process's own arguments, if what it sent has their shape; it may be anything. */
export function argumentsOf(additional: unknown): string[] | null {
  if (typeof additional !== 'object' || additional === null || !('args' in additional)) return null
  const { args } = additional
  if (!Array.isArray(args) || args.length > MOST_ARGUMENTS) return null
  return args.filter((one): one is string => typeof one === 'string' && one.length <= LONGEST_ARGUMENT)
}
