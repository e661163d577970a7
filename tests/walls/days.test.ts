/** Proves that the lint rules about days bite: no text becomes an instant outside its one place, and no day is UTC's. */
import { join } from 'node:path'
import { ESLint } from 'eslint'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')

/** How often the rules about days speak, in these lines of a file of the app. */
async function spoken(lines: string, file: string): Promise<number> {
  const eslint = new ESLint({ cwd: root })
  const [result] = await eslint.lintText(lines, { filePath: join(root, file) })
  return (result?.messages ?? []).filter(({ message }) => message.startsWith('A day without time')).length
}

test.each([
  ['export const at = Date.parse(String(1))\n', 1],
  ["export const at = new Date('2026-11-30').getTime()\n", 1],
  ['export const at = (day: string) => new Date(day).getTime()\n', 1],
  ['export const at = (day: string | null) => new Date(day ?? 0).getTime()\n', 1],
  ['export const at = (when: number) => new Date(when).getTime()\n', 1],
  ['export const day = (at: number) => dateAt(at).toISOString().slice(0, 10)\n', 1],
  ["export const day = (at: number) => dateAt(at).toISOString().split('T')[0]\n", 1],
  ['export const time = (at: number) => dateAt(at).toISOString()\n', 0],
  ['export const time = () => new Date().getTime()\n', 0],
  ['export const noon = (year: number, month: number, date: number) => new Date(year, month, date, 12)\n', 0],
])('%s', async (lines, times) => {
  expect(await spoken(lines, 'src/main/audit/disclosures.ts')).toBe(times)
  expect(await spoken(lines, 'src/renderer/src/ui/format.ts')).toBe(times)
})
