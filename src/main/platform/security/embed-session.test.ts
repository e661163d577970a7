/**
 * Proves that no embed view finds anything of the one before: every session has a name of its own, is in memory only,
 * and is emptied whole when it is thrown away (F-806, F-815).
 */
import { beforeEach, expect, test, vi } from 'vitest'
import { createEmbedSession, discardEmbedSession } from './embed-session'

const made = vi.hoisted((): { names: string[] } => ({ names: [] }))
vi.mock('electron', () => ({
  session: {
    fromPartition(name: string) {
      made.names.push(name)
      const rules: Record<string, unknown> = { webRequest: { onBeforeRequest: () => {} } }
      // Which rules are set on it is proved elsewhere.
      return new Proxy(rules, { get: (_, rule: string): unknown => rules[rule] ?? (() => {}) })
    },
  },
}))

beforeEach(() => {
  made.names = []
})

test('F-815 each view has a partition of its own, in memory', () => {
  for (let view = 0; view < 20; view += 1) createEmbedSession('https://us-snd.fullscript.io', () => {})
  expect(new Set(made.names).size).toBe(20)
  // Electron writes a partition to disk when its name begins with this.
  expect(made.names.filter((name) => name.startsWith('persist:'))).toEqual([])
})

test('F-806 a session that is thrown away is emptied of everything', async () => {
  const done: string[] = []
  const step = (name: string) => () => {
    done.push(name)
    return Promise.resolve()
  }
  await discardEmbedSession({
    closeAllConnections: step('connections'),
    clearStorageData: step('storage'),
    clearCache: step('cache'),
    clearAuthCache: step('sign-ins'),
    clearData: step('data'),
  } as never)
  expect(done.toSorted()).toEqual(['cache', 'connections', 'data', 'sign-ins', 'storage'])
})
