/** Proves: the adapter's answers on a real gnome-keyring, unlocked, locked, never set up, and without a bus. */
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../../src/main/records/temporary-database'
import { KeyringSession, whyNoKeyring } from './keyring-session'
import { buildVaultChild, vaultProcess } from './vault-process'

const locked = { ok: false, failure: { code: 'keychain-locked' } }
const absent = { ok: false, failure: { code: 'keychain-absent' } }

test('F-614, F-615, F-616: a real keyring is read, written, and understood when it refuses', async (context) => {
  const reason = whyNoKeyring()
  if (reason !== null) return context.skip(reason)
  const { folder, remove } = temporaryFolder()
  onTestFinished(remove)
  const child = await buildVaultChild()
  onTestFinished(child.remove)
  const session = await KeyringSession.start('unlocked')
  onTestFinished(() => session.stop())
  const never = await KeyringSession.start('no-collection')
  onTestFinished(() => never.stop())
  const start = (env: NodeJS.ProcessEnv) => {
    const made = vaultProcess(child.program, env)
    onTestFinished(() => made.stop())
    return made
  }

  const unlocked = start(session.env)
  expect(await unlocked.read(folder)).toEqual({ ok: true, value: null })
  expect(await unlocked.delete(folder)).toEqual({ ok: true, value: false })
  expect(await unlocked.write(folder, 'a value')).toEqual({ ok: true, value: null })
  expect(await unlocked.read(folder)).toEqual({ ok: true, value: 'a value' })

  session.lock()
  expect(await unlocked.read(folder)).toEqual(locked)
  expect(await unlocked.write(folder, 'another')).toEqual(locked)
  expect(await unlocked.delete(folder)).toEqual(locked)

  await session.unlock()
  const again = start(session.env)
  expect(await again.read(folder)).toEqual({ ok: true, value: 'a value' })
  expect(await again.delete(folder)).toEqual({ ok: true, value: true })
  expect(await again.read(folder)).toEqual({ ok: true, value: null })

  expect(await start(never.env).read(folder)).toEqual(absent)
  expect(await start(session.withoutBus).read(folder)).toEqual(absent)
}, 120_000)
