/**
 * Which screen the last start came to. The page has the sign-in screen drawn into it, which is shown before anything is
 * known of the records; so only where it is likely to be the right one. Kept beside the window's place; says nothing of
 * anybody.
 */
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from '../logging/logger'

type Options = {
  /** Folder for the note. */
  userData: string
  logger: Logger
}

export class KeptFirstScreen {
  private readonly file: string
  private readonly logger: Logger
  private signIn: boolean

  constructor({ userData, logger }: Options) {
    this.file = join(userData, 'sign-in-first')
    this.logger = logger
    this.signIn = existsSync(this.file)
  }

  get isSignIn(): boolean {
    return this.signIn
  }

  /** For the next start. Where it cannot be kept, that one draws nothing before it knows. */
  keep(signIn: boolean): void {
    if (signIn === this.signIn) return
    this.signIn = signIn
    try {
      if (signIn) writeFileSync(this.file, '', { mode: 0o600 })
      else rmSync(this.file, { force: true })
    } catch {
      this.logger.warn('What the first screen was could not be kept')
    }
  }
}
