/** Proves: keytar's answers are told apart (null is not "no entry"), and a keychain that hangs is given up on in time. */
import { describe, expect, test } from 'vitest'
import { ManualClock } from '../clock/manual-clock'
import { answerInTime } from './answer-in-time'
import { keychainFailure, KeytarKeychain } from './keytar-keychain'
import { MemoryKeychain } from './memory-keychain'

const LOCKED = 'Cannot create an item in a locked collection'

/** keytar as it was measured on a real keyring: locked, it reads null and only writing says why. */
function keytarLike(entries: Map<string, string>, state: { locked: boolean; unlocksWhenWritten?: boolean }) {
  return {
    getPassword: (_service: string, account: string) =>
      Promise.resolve(state.locked ? null : (entries.get(account) ?? null)),
    setPassword: (_service: string, account: string, password: string) => {
      if (state.unlocksWhenWritten) state.locked = false
      if (state.locked) return Promise.reject(new Error(LOCKED))
      entries.set(account, password)
      return Promise.resolve()
    },
    deletePassword: (_service: string, account: string) =>
      Promise.resolve(!state.locked && entries.delete(account)),
  }
}

const adapter = (entries: Map<string, string>, state: { locked: boolean; unlocksWhenWritten?: boolean }) =>
  new KeytarKeychain('Yarrow test', () => Promise.resolve(keytarLike(entries, state)))

describe('keytar', () => {
  test('F-616: null from a locked keyring is "locked", not "no entry"', async () => {
    const entries = new Map([['key', 'value']])
    expect(await adapter(entries, { locked: true }).get('key')).toEqual({
      ok: false,
      failure: { code: 'keychain-locked' },
    })
    expect(await adapter(entries, { locked: false }).get('key')).toEqual({ ok: true, value: 'value' })
  })

  test('null from a working keyring is "no entry", and the probe leaves nothing behind', async () => {
    const entries = new Map<string, string>()
    expect(await adapter(entries, { locked: false }).get('key')).toEqual({ ok: true, value: null })
    expect(entries.size).toBe(0)
  })

  test('somebody who unlocks the keyring when asked gets the entry at once', async () => {
    const entries = new Map([['key', 'value']])
    const keychain = adapter(entries, { locked: true, unlocksWhenWritten: true })
    expect(await keychain.get('key')).toEqual({ ok: true, value: 'value' })
  })

  test('false from deleting in a locked keyring is "locked" too', async () => {
    const entries = new Map([['key', 'value']])
    expect(await adapter(entries, { locked: true }).delete('key')).toMatchObject({ ok: false })
    expect(await adapter(entries, { locked: false }).delete('key')).toEqual({ ok: true, value: true })
    expect(await adapter(entries, { locked: false }).delete('key')).toEqual({ ok: true, value: false })
  })

  test('a keyring that forgets what it was given is not believed', async () => {
    const forgetful = {
      getPassword: () => Promise.resolve(null),
      setPassword: () => Promise.resolve(),
      deletePassword: () => Promise.resolve(false),
    }
    const keychain = new KeytarKeychain('Yarrow test', () => Promise.resolve(forgetful))
    expect(await keychain.get('key')).toEqual({
      ok: false,
      failure: { code: 'keychain-absent', detail: 'forgetful' },
    })
  })

  test('a library that cannot be loaded is "absent", and loading is tried again', async () => {
    let loads = 0
    const keychain = new KeytarKeychain('Yarrow test', () => {
      loads += 1
      return loads === 1
        ? Promise.reject(new Error('libsecret-1.so.0: cannot open shared object file'))
        : Promise.resolve(keytarLike(new Map([['key', 'value']]), { locked: false }))
    })
    expect(await keychain.get('key')).toMatchObject({ ok: false, failure: { code: 'keychain-absent' } })
    expect(await keychain.get('key')).toEqual({ ok: true, value: 'value' })
  })

  test.each([
    ['F-614', 'Cannot autolaunch D-Bus without X11 $DISPLAY', 'keychain-absent'],
    ['F-615', 'Object does not exist at path “/org/freedesktop/secrets/collection/login”', 'keychain-absent'],
    ['F-616', LOCKED, 'keychain-locked'],
    ['F-616', 'User interaction is not allowed.', 'keychain-locked'],
    ['F-616', 'The prompt was dismissed', 'keychain-locked'],
    ['F-618', 'Timeout was reached', 'keychain-timeout'],
    ['F-614', 'Could not connect: No such file or directory', 'keychain-absent'],
    ['F-614', 'Could not connect: Connection refused', 'keychain-absent'],
    ['F-614', 'The given address is empty', 'keychain-absent'],
    ['F-614', 'The name org.freedesktop.secrets was not provided by any .service files', 'keychain-absent'],
  ])('%s: "%s" means %s', (_id, message, code) => {
    expect(keychainFailure(new Error(message))).toEqual({ code })
  })

  // What GLib and macOS say in French, German and Spanish for a closed window and for a service that is late.
  test.each([
    'L’utilisateur a annulé l’opération.',
    'Der Vorgang wurde vom Benutzer abgebrochen.',
    'Le délai d’attente est dépassé',
    'Zeitüberschreitung wurde erreicht',
    'Se alcanzó el tiempo de expiración',
  ])(
    'B27: "%s" is no proof that there is no keychain: it did not answer, and may be asked again',
    async (message) => {
      expect(keychainFailure(new Error(message))).toEqual({ code: 'keychain-timeout', unknown: true })
      const refusing = {
        ...keytarLike(new Map(), { locked: false }),
        getPassword: () => Promise.reject(new Error(message)),
      }
      const keychain = new KeytarKeychain('Yarrow test', () => Promise.resolve(refusing))
      expect(await keychain.get('key')).toEqual({
        ok: false,
        failure: { code: 'keychain-timeout', detail: 'not-understood' },
      })
    },
  )

  test.each([
    'Impossible de lancer automatiquement D-Bus sans X11 $DISPLAY',
    'L’objet n’existe pas à l’emplacement « /org/freedesktop/secrets/collection/login »',
  ])('B27: "%s" names the service that is missing, in any language', (message) => {
    expect(keychainFailure(new Error(message))).toEqual({ code: 'keychain-absent' })
  })

  test('a failure carries nothing of the entry', async () => {
    const keychain = new KeytarKeychain('Yarrow test', () =>
      Promise.resolve({
        ...keytarLike(new Map(), { locked: false }),
        setPassword: (_service: string, account: string, password: string) =>
          Promise.reject(new Error(`could not write ${account}=${password}`)),
      }),
    )
    expect(JSON.stringify(await keychain.set('the-account', 'the-secret'))).not.toMatch(/the-/)
  })
})

describe('answers in time', () => {
  test('F-618: after ten seconds the answer is "timeout", and a late answer changes nothing', async () => {
    const clock = new ManualClock()
    const slow = new MemoryKeychain({ key: 'value' })
    slow.mood = 'hanging'
    const keychain = answerInTime(slow, clock)
    const asked = keychain.get('key')
    clock.advance(9_999)
    expect(clock.pendingTimers).toBe(1)
    clock.advance(1)
    expect(await asked).toEqual({ ok: false, failure: { code: 'keychain-timeout' } })
    slow.mood = 'ok'
    expect(await keychain.get('key')).toEqual({ ok: true, value: 'value' })
    expect(await keychain.delete('key')).toEqual({ ok: true, value: true })
    expect(await keychain.set('key', 'new')).toEqual({ ok: true, value: null })
    expect(clock.pendingTimers).toBe(0)
  })
})
