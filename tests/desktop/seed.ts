/**
 * A demo practice that was started once and is copied for each test. Records are tied to the keychain, which knows their
 * key and how far their audit record had come; a copy comes with the keychain as it was then.
 */
import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import keytar from 'keytar'
import { Yarrow } from '../support/yarrow'

/** The keychain's name of what a test build keeps. */
const SERVICE = 'Yarrow test'
const RECORDS = 'demo-records'

export type Seed = Awaited<ReturnType<typeof makeSeed>>

/** `env` as the tests start Yarrow. */
export async function makeSeed(env: Record<string, string>) {
  const yarrow = await Yarrow.start({ env })
  await yarrow.window.getByRole('heading', { name: 'Sign in' }).waitFor()
  await yarrow.close()
  const kept = await keytar.findCredentials(SERVICE)
  return {
    async copyTo(userData: string) {
      await cp(join(yarrow.userData, RECORDS), join(userData, RECORDS), { recursive: true })
      for (const { account, password } of kept) await keytar.setPassword(SERVICE, account, password)
    },
    forget: () => yarrow.forget(),
  }
}
