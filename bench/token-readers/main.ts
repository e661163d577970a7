/**
 * Reads one access token in four ways in one Electron main process, a round of each in turn: from the provider,
 * from the provider after it forgot, from the OS keychain through keytar, and from electron-store through safeStorage.
 */
import { app, safeStorage } from 'electron'
import ElectronStore from 'electron-store'
import keytar from 'keytar'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answer } from '../lib/answer'
import { connectedProvider } from './connected-provider'

export type ReadersRequest = { rounds: number }
/** Milliseconds for one read, by way of reading. */
export type Round = Record<'provider' | 'vault' | 'keytar' | 'store', number>

/** The calls that every version has: newer ones also have asynchronous ones, and call these deprecated. */
type SafeStorage = {
  isEncryptionAvailable(): boolean
  getSelectedStorageBackend(): string
  encryptString(text: string): Buffer
  decryptString(encrypted: Buffer): string
}

const SERVICE = 'Yarrow bench'
const ACCOUNT = 'access token'
/** Of the length that Fullscript's tokens have. */
const token = 'bench-'.padEnd(43, 'abcdefghij')
const folder = mkdtempSync(join(tmpdir(), 'yarrow-bench-'))
app.setPath('userData', folder)

async function measure(rounds: number): Promise<Round[]> {
  const { accessTokens, context, close } = await connectedProvider(join(folder, 'vault'), token)
  const fromProvider = async () => {
    const answer = await accessTokens.accessToken(context)
    return answer.ok ? answer.value : answer.failure.code
  }
  const fromVault = () => {
    accessTokens.forget()
    return fromProvider()
  }

  await keytar.setPassword(SERVICE, ACCOUNT, token)
  const fromKeytar = () => keytar.getPassword(SERVICE, ACCOUNT)

  const safe: SafeStorage = safeStorage
  const backend = safe.getSelectedStorageBackend()
  if (!safe.isEncryptionAvailable() || backend === 'basic_text') {
    throw new Error(`safeStorage has no keychain here (${backend}); the comparison would mean nothing`)
  }
  const store = new ElectronStore<{ accessToken: string }>()
  store.set('accessToken', safe.encryptString(token).toString('base64'))
  const fromStore = () => Promise.resolve(safe.decryptString(Buffer.from(store.get('accessToken'), 'base64')))

  const round = async (): Promise<Round> => ({
    provider: await perRead(50_000, fromProvider),
    keytar: await perRead(50, fromKeytar),
    store: await perRead(5_000, fromStore),
    vault: await perRead(300, fromVault),
  })
  // The first round pays for what is loaded and compiled once.
  await round()
  const taken: Round[] = []
  while (taken.length < rounds) taken.push(await round())

  await keytar.deletePassword(SERVICE, ACCOUNT)
  await close()
  return taken
}

/** Milliseconds for each of `reads` reads, one after the other; each has to answer the token. */
async function perRead(reads: number, read: () => Promise<string | null>): Promise<number> {
  const from = performance.now()
  let wrong: unknown = token
  for (let index = 0; index < reads; index += 1) {
    const answer = await read()
    if (answer !== token) wrong = answer
  }
  const took = performance.now() - from
  if (wrong !== token) throw new Error(`A read answered ${JSON.stringify(wrong)} instead of the token`)
  return took / reads
}

answer(async ({ rounds }: ReadersRequest) => {
  await app.whenReady()
  const taken = await measure(rounds)
  rmSync(folder, { recursive: true, force: true })
  return taken
})
