/** What code logs through. Redaction is behind this port, never in the caller. */
export type LogFields = Record<string, string | number | boolean | null | undefined>

export interface Logger {
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: LogFields & { error?: unknown }): void
}

/** For tests that do not look at the log. */
export const silentLogger: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined }
