/**
 * The OS keychain through keytar: Keychain on macOS, Credential Manager on Windows, the Secret Service on Linux.
 * The only importer of keytar, and late: without libsecret the import fails, which is an answer and not a crash.
 * `findCredentials` is never called: on a locked keyring it ends the process (security.md 0.9).
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { failed, ok, type FailureCode, type Result } from '../../../shared/failures'
import { NOT_UNDERSTOOD, type Keychain } from './keychain'

type Keytar = {
  getPassword(service: string, account: string): Promise<string | null>
  setPassword(service: string, account: string, password: string): Promise<void>
  deletePassword(service: string, account: string): Promise<boolean>
}

const NAMES: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'macOS Keychain',
  win32: 'Windows Credential Manager',
  linux: 'Secret Service',
}

async function loadKeytar(): Promise<Keytar> {
  return (await import('keytar')).default
}

/**
 * Names that no language translates, and what is said in English where no bus answers: what is missing then is the
 * service itself.
 */
const NO_SERVICE =
  /could not connect|address is empty|org\.freedesktop|d-?bus|\$DISPLAY|\/secrets\/|libsecret|cannot find module/i

/**
 * What keytar's error means. The system says its sentences in the person's language, so only what is untranslated in
 * them proves that there is no keychain; any other sentence may stand for a window that was closed or a service that is
 * slow, and is no reason to do without the keychain for good. `unknown`: the sentence was not understood.
 */
export function keychainFailure(error: unknown): { code: FailureCode; unknown?: true } {
  const message = error instanceof Error ? error.message : ''
  if (/timeout was reached|timed out|noreply/i.test(message)) return { code: 'keychain-timeout' }
  if (/locked|dismissed|cancell?ed|interaction is not allowed/i.test(message))
    return { code: 'keychain-locked' }
  if (NO_SERVICE.test(message)) return { code: 'keychain-absent' }
  return { code: 'keychain-timeout', unknown: true }
}

export class KeytarKeychain implements Keychain {
  readonly description: string
  readonly #service: string
  readonly #load: () => Promise<Keytar>
  #keytar: Promise<Keytar> | null = null

  /** `service`: the name of the program in the keychain; another one for development (models.md 3.6). */
  constructor(service: string, load = loadKeytar) {
    this.#service = service
    this.#load = load
    this.description = `${NAMES[process.platform] ?? process.platform} through keytar`
  }

  /** keytar says null for a locked keyring too. So null is believed only after an entry could be written (F-616). */
  async get(account: string): Promise<Result<string | null>> {
    return this.#ask(async (keytar) => {
      const found = await keytar.getPassword(this.#service, account)
      if (found !== null) return ok(found)
      const probed = await this.#probe(keytar)
      // Writing may have made somebody unlock the keyring, so ask again.
      return probed.ok ? ok(await keytar.getPassword(this.#service, account)) : probed
    })
  }

  set(account: string, secret: string): Promise<Result<null>> {
    return this.#ask(async (keytar) => {
      await keytar.setPassword(this.#service, account, secret)
      return ok(null)
    })
  }

  /** `false` only when the keychain works and has no such entry. */
  delete(account: string): Promise<Result<boolean>> {
    return this.#ask(async (keytar) => {
      if (await keytar.deletePassword(this.#service, account)) return ok(true)
      const probed = await this.#probe(keytar)
      return probed.ok ? ok(await keytar.deletePassword(this.#service, account)) : probed
    })
  }

  /** Writes, reads and removes an entry of its own. */
  async #probe(keytar: Keytar): Promise<Result<null>> {
    const account = `probe ${randomUUID()}`
    const value = randomBytes(16).toString('hex')
    await keytar.setPassword(this.#service, account, value)
    const kept = (await keytar.getPassword(this.#service, account)) === value
    await keytar.deletePassword(this.#service, account)
    return kept ? ok(null) : failed('keychain-absent', { detail: 'forgetful' })
  }

  async #ask<T>(question: (keytar: Keytar) => Promise<Result<T>>): Promise<Result<T>> {
    try {
      this.#keytar ??= this.#load()
      const keytar = await this.#keytar.catch(() => null)
      if (keytar) return await question(keytar)
      this.#keytar = null
      return failed('keychain-absent', { detail: 'library' })
    } catch (error) {
      this.#keytar = null
      const { code, unknown } = keychainFailure(error)
      return failed(code, unknown ? { detail: NOT_UNDERSTOOD } : {})
    }
  }
}
