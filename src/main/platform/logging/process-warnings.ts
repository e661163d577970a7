/**
 * Node's own warnings. Electron reports every failed frame load as one, with the whole address: for Fullscript's
 * entry page that is the grant's secret (origin.md section 6). The default printer is therefore replaced, before
 * anything can warn.
 */
import type { Logger } from './logger'
import type { Redactor } from './redact'

/** The part of `process` this needs. */
export interface WarningSource {
  removeAllListeners(event: 'warning'): unknown
  on(event: 'warning', listener: (warning: Error) => void): unknown
}

export function replaceWarningPrinter(
  source: WarningSource,
  { logger, redactor, print }: { logger: Logger; redactor: Redactor; print: (line: string) => void },
): void {
  source.removeAllListeners('warning')
  source.on('warning', (warning) => {
    logger.warn('Process warning', { name: warning.name, detail: warning.message })
    print(`${redactor.text(warning.name)}: ${redactor.text(warning.message)}\n`)
  })
}
