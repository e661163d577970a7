/**
 * A demo practice that was started once and is copied for each test. Records are tied to the keychain, which knows their
 * key and how far their audit record had come; a copy comes with the keychain as it was then.
 */
import { cp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import keytar from 'keytar'
import { folderName } from '../../src/main/records/vault-key'
import type { LocalFullscript } from '../support/local-fullscript'
import { connectAccount, june, signIn, signOut } from '../support/people'
import type { SystemBrowser } from '../support/system-browser'
import { around, newUserData, Yarrow } from '../support/yarrow'

/** The keychain's name of what a test build keeps. */
const SERVICE = 'Yarrow test'
const RECORDS = 'demo-records'

export type Seed = {
  /** In place of the demo practice that is there. */
  copyTo(userData: string): Promise<void>
  forget(): Promise<void>
}

/** `env` as the tests start Yarrow. */
export async function makeSeed(env: Record<string, string>): Promise<Seed> {
  const yarrow = await Yarrow.start({ env })
  await yarrow.window.getByRole('heading', { name: 'Sign in' }).waitFor()
  return asSeed(yarrow)
}

type ConnectedAround = {
  env: Record<string, string>
  fullscript: LocalFullscript
  systemBrowser: SystemBrowser
}

/** After June has connected as the store's owner. With a copy the local Fullscript, too, is as it was then. */
export async function makeConnectedSeed(
  seed: Seed,
  { env, fullscript, systemBrowser }: ConnectedAround,
): Promise<Seed> {
  const userData = await newUserData()
  await seed.copyTo(userData)
  await fullscript.control('reset', {})
  const yarrow = await Yarrow.start({ env, userData, ...around(fullscript, systemBrowser) })
  await signIn(yarrow.window, june)
  await connectAccount(yarrow, systemBrowser, fullscript.account('store owner'))
  await signOut(yarrow.window)
  await fullscript.control('keep', {})
  const records = await asSeed(yarrow)
  return {
    ...records,
    async copyTo(to) {
      await fullscript.control('reset', { kept: true })
      await records.copyTo(to)
    },
  }
}

/** Ends it, and keeps what it has left behind. */
async function asSeed(yarrow: Yarrow): Promise<Seed> {
  await yarrow.close()
  const kept = await keytar.findCredentials(SERVICE)
  return {
    async copyTo(userData) {
      const records = join(userData, RECORDS)
      await forgetAll(records)
      await cp(join(yarrow.userData, RECORDS), records, { recursive: true })
      for (const { account, password } of kept) await keytar.setPassword(SERVICE, account, password)
    },
    forget: () => yarrow.forget(),
  }
}

/** The folder, and what the keychain remembers of it: a folder that is there again would be a copy of the one before. */
async function forgetAll(records: string) {
  const name = await folderName(records).catch(() => null)
  if (name === null) return
  for (const { account } of await keytar.findCredentials(SERVICE))
    if (account.includes(name)) await keytar.deletePassword(SERVICE, account)
  await rm(records, { recursive: true })
}
