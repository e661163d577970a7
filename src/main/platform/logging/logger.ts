/** What code logs through. Redaction is behind this port, never in the caller. */
export type LogFields = Record<string, string | number | boolean | null | undefined>

/** Like `LogFields`; `error` is whatever was thrown, and only its name, code, clean text and place are kept. */
export type ErrorFields = { error?: unknown; [name: string]: unknown }

export interface Logger {
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  error(message: string, fields?: ErrorFields): void
}

/** For tests that do not look at the log. */
export const silentLogger: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined }
