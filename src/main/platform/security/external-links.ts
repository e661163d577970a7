/**
 * Pages outside Yarrow that open in the system browser (E-15). Our own window names a link; the addresses stand here.
 * The embed opens nothing (navigation.ts).
 */
import { shell } from 'electron'
import type { linkNameSchema } from '../../../shared/contract/app'
import { failed, ok, type Result } from '../../../shared/failures'
import type { Logger } from '../logging/logger'
import type { z } from 'zod'

export type LinkName = z.infer<typeof linkNameSchema>

export const LINKS: Readonly<Record<LinkName, string>> = Object.freeze({
  'fullscript-dashboard': 'https://fullscript.dev/applications',
  'fullscript-guide': 'https://fullscript.dev/',
  'fullscript-support': 'https://support.fullscript.com/',
})

const TRUSTED_HOSTS = new Set([
  'us.fullscript.com',
  'ca.fullscript.com',
  'us-snd.fullscript.io',
  'ca-snd.fullscript.io',
  'fullscript.dev',
  'support.fullscript.com',
])

/** True for a plain https address of a known host: no sign-in part, no port, no control characters. */
export function isTrustedLink(address: string): boolean {
  if (
    address.length > 2048 ||
    [...address].some((char) => char <= ' ' || char === '\\' || char === '\u007f')
  ) {
    return false
  }
  if (!address.startsWith('https://') || !URL.canParse(address)) return false
  const { protocol, hostname, port, username, password } = new URL(address)
  return (
    protocol === 'https:' && port === '' && username === '' && password === '' && TRUSTED_HOSTS.has(hostname)
  )
}

export class ExternalLinks {
  readonly #logger: Logger
  readonly #open: (address: string) => Promise<void>

  constructor({ logger, open = (address) => shell.openExternal(address) }: ExternalLinksOptions) {
    this.#logger = logger
    this.#open = open
  }

  /** Opens one of the named pages. `connect-browser` when the system has no browser that answers. */
  async openLink(link: LinkName): Promise<Result<null>> {
    const address = LINKS[link]
    if (!isTrustedLink(address)) return failed('not-allowed')
    try {
      await this.#open(address)
      return ok(null)
    } catch {
      this.#logger.warn('The system browser could not be opened', { link })
      return failed('connect-browser')
    }
  }
}
export type ExternalLinksOptions = { logger: Logger; open?: (address: string) => Promise<void> }
