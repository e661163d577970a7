/**
 * Proves that a wrong password is the same work for a name that exists and one that does not: the same statements and
 * the same derivations. How long it takes is told by `npm run faults` and decides nothing here.
 */
import type { KyselyPlugin } from 'kysely'
import { expect, test, vi } from 'vitest'
import { deriveKey } from '../../src/main/platform/crypto/derive-key'
import { NAMES, tryWrong, welch, withOnePerson, type Name } from './sign-in-times'

vi.mock(import('../../src/main/platform/crypto/derive-key'), async (original) => {
  const real = await original()
  return { ...real, deriveKey: vi.fn(real.deriveKey) }
})

/** What a statement does and to which tables and columns, without the values. */
const shape = (statement: unknown) =>
  JSON.stringify(statement, (key, value: unknown) => (key === 'value' || key === 'values' ? null : value))

test('S-19 F-703: the same statements and derivations for a name that nobody has', async () => {
  const statements: string[] = []
  const watch: KyselyPlugin = {
    transformQuery({ node }) {
      statements.push(shape(node))
      return node
    },
    transformResult: ({ result }) => Promise.resolve(result),
  }
  const done = {} as Record<Name, { statements: string[]; derivations: unknown[] }>
  await withOnePerson(
    async (people, database) => {
      for (const name of NAMES) {
        statements.length = 0
        vi.mocked(deriveKey).mockClear()
        await tryWrong(people, database, name)
        const derivations = vi.mocked(deriveKey).mock.calls.map(([, , kdf]) => kdf)
        done[name] = { statements: [...statements], derivations }
      }
    },
    [watch],
  )
  expect(done.june.derivations).toHaveLength(1)
  expect(done.june.statements.length).toBeGreaterThan(4)
  expect(done.yves).toEqual(done.june)
})

test('Welch’s t', () => {
  expect(welch([1, 2, 3, 4], [1, 2, 3, 4])).toBe(0)
  // Means 2 and 4, variances 1 and 4, three of each: -2 / sqrt(5 / 3).
  expect(welch([1, 2, 3], [2, 4, 6])).toBeCloseTo(-1.5492, 4)
})
