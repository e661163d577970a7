/** Proves: where there is no keychain a passphrase makes and opens the vault, and nothing else does. */
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  existingPassphraseVault,
  existingVault,
  expectUntouched,
  files,
  freshFolder,
  keychain,
  PASSPHRASE,
  vault,
} from './vault-bench'

beforeEach(freshFolder)

describe('passphrase vault', () => {
  test('F-614: where there is no keychain, a passphrase makes and opens the vault', async () => {
    keychain.mood = 'absent'
    const first = vault()
    expect(await first.open()).toEqual({
      state: 'passphrase-needed',
      first: true,
      failure: { code: 'keychain-absent' },
    })
    expect(await first.createPassphraseVault(PASSPHRASE)).toEqual({ state: 'open' })
    expect(first.identity().openedWith).toBeNull()
    await first.close()

    const second = vault()
    expect(await second.open()).toEqual({ state: 'passphrase-needed', first: false, failure: null })
    expect(await second.openWithPassphrase('wrong horse battery staple')).toEqual({
      state: 'passphrase-needed',
      first: false,
      failure: { code: 'wrong-passphrase' },
    })
    expect(await second.openWithPassphrase(PASSPHRASE)).toEqual({ state: 'open' })
    expect(second.identity().openedWith).toBe('passphrase')
    expect(keychain.writes).toBe(0)
  })

  test('a keychain that comes back does not change how the vault opens', async () => {
    await existingPassphraseVault()
    keychain.mood = 'ok'
    expect(await vault().open()).toEqual({ state: 'passphrase-needed', first: false, failure: null })
    expect(keychain.writes).toBe(0)
  })

  test('F-704: the passphrase is the same however its accents were typed', async () => {
    keychain.mood = 'absent'
    const first = vault()
    await first.createPassphraseVault('Amélie plants fifteen leeks')
    await first.close()
    expect(await vault().openWithPassphrase('Amélie plants fifteen leeks'.normalize('NFD'))).toEqual({
      state: 'open',
    })
  })

  test('the marker holds neither key nor passphrase', async () => {
    await existingPassphraseVault()
    const text = readFileSync(files().markers[0] ?? '', 'utf8')
    expect(text).not.toContain('correct')
    expect(text).toContain('"argon2id"')
  })

  test('the copy of the marker opens the vault when the marker is lost, and both are there again', async () => {
    await existingPassphraseVault()
    rmSync(files().markers[0] ?? '')
    const again = vault()
    expect(await again.openWithPassphrase(PASSPHRASE)).toEqual({ state: 'open' })
    expect(files().markers.map((marker) => existsSync(marker))).toEqual([true, true])
  })

  test('with both markers lost nothing is made anew', async () => {
    await existingPassphraseVault()
    for (const marker of files().markers) rmSync(marker)
    keychain.mood = 'ok'
    expect(await vault().open()).toMatchObject({ failure: { code: 'vault-key-missing' } })
    expect(keychain.writes).toBe(0)
  })

  test('is never made where a vault exists', async () => {
    await existingVault()
    keychain.mood = 'absent'
    await expectUntouched(async () => {
      expect(await vault().createPassphraseVault(PASSPHRASE)).toMatchObject({
        state: 'failed',
        failure: { code: 'keychain-absent' },
      })
    })
  })
})
