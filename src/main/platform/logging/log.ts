/**
 * The log: JSON lines in a small set of files, rotated by size. Writing never throws and never stops the app; a
 * full or read-only disk only means that lines are missing (F-905).
 */
import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { dateAt } from '../../../shared/day'
import type { Clock } from '../clock/clock'
import type { ErrorFields, LogFields, Logger } from './logger'
import type { Redactor } from './redact'

export type LogOptions = {
  /** Folder for the files; made when it is missing. */
  folder: string
  redactor: Redactor
  clock: Pick<Clock, 'now'>
  /** Bytes after which a new file is begun. */
  largest?: number
  /** How many older files are kept beside the current one. */
  kept?: number
}

type Level = 'info' | 'warn' | 'error'

export class FileLog implements Logger {
  readonly #options: Required<LogOptions>
  #file: number | null = null
  #size = 0

  constructor(options: LogOptions) {
    this.#options = { largest: 1_000_000, kept: 4, ...options }
  }

  info(message: string, fields: LogFields = {}) {
    this.#write('info', message, fields)
  }

  warn(message: string, fields: LogFields = {}) {
    this.#write('warn', message, fields)
  }

  error(message: string, fields: ErrorFields = {}) {
    this.#write('error', message, fields)
  }

  close() {
    if (this.#file === null) return
    try {
      closeSync(this.#file)
    } catch {
      // Nobody is left to tell.
    }
    this.#file = null
  }

  #write(level: Level, message: string, fields: ErrorFields) {
    try {
      const { redactor, clock, largest } = this.#options
      const { error, ...rest } = fields
      const line = `${JSON.stringify({
        time: dateAt(clock.now()).toISOString(),
        level,
        message: redactor.text(message),
        ...redactor.fields(rest),
        ...(error === undefined ? {} : { error: redactor.error(error) }),
      })}\n`
      if (this.#file !== null && this.#size + line.length > largest) this.#rotate()
      this.#file ??= this.#open()
      this.#size += writeSync(this.#file, line)
    } catch {
      this.close()
    }
  }

  #path(number: number) {
    return join(this.#options.folder, number === 0 ? 'yarrow.log' : `yarrow.${String(number)}.log`)
  }

  #open(): number {
    mkdirSync(this.#options.folder, { recursive: true, mode: 0o700 })
    const file = openSync(this.#path(0), 'a', 0o600)
    this.#size = fstatSync(file).size
    return file
  }

  #rotate() {
    this.close()
    for (let number = this.#options.kept; number > 0; number -= 1) {
      try {
        renameSync(this.#path(number - 1), this.#path(number))
      } catch {
        // That file does not exist yet.
      }
    }
  }
}
