/**
 * The last line of defence: what nobody caught is written down without its contents and, for an exception, ends
 * the app. Node's default would print message and cause, Electron's would show them in a window (F-902).
 */
import type { Logger } from './logger'

/** The part of `process` this needs. */
export interface CrashSource {
  on(event: 'uncaughtException' | 'unhandledRejection', listener: (reason: unknown) => void): unknown
}

/** `end` is called after an exception that left nothing to rely on; a lost promise alone does not end the app. */
export function handleCrashes(
  source: CrashSource,
  { logger, end }: { logger: Logger; end: () => void },
): void {
  source.on('uncaughtException', (error) => {
    logger.error('Uncaught exception', { error })
    end()
  })
  source.on('unhandledRejection', (error) => {
    logger.error('Unhandled rejection', { error })
  })
}
