/**
 * Proves that the page has the component library's styles for the components that it uses, all of them and no others, in
 * the library's own order: a missing one is seen late, and each other one is read before anybody can sign in.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '../support/processes'

const library = join(projectRoot, 'node_modules/@mantine/core')
const page = join(projectRoot, 'src/renderer/src')
const text = (file: string) => readFileSync(file, 'utf8')
const matches = (source: string, pattern: RegExp) =>
  [...source.matchAll(pattern)].map(([, found]) => found ?? '')

/** Where the library declares each name that it exports. */
const fileOf = new Map(
  [...text(join(library, 'esm/index.mjs')).matchAll(/import \{ ([^}]+) \} from "(\.[^"]+)"/g)].flatMap(
    ([, names = '', path = '']) =>
      names.split(', ').map((name) => [name.split(' as ').at(-1) ?? '', join(library, 'esm', path)] as const),
  ),
)

/** Names that a source takes from the library. */
const taken = (source: string) =>
  matches(source, /import \{([^}]+)\} from ['"]@mantine\/core['"]/g)
    .flatMap((names) => names.split(','))
    .map((name) => name.trim().split(' as ')[0] ?? '')
    .filter((name) => fileOf.has(name))

/** The style sheets of what these names need, by their files in the library. */
function sheetsOf(names: string[]): Set<string> {
  const seen = new Set<string>()
  const sheets = new Set<string>()
  const visit = (file: string) => {
    if (seen.has(file)) return
    seen.add(file)
    const [sheet] = matches(file, /([A-Za-z]+)\.module\.mjs$/g)
    if (sheet !== undefined) sheets.add(sheet)
    for (const path of matches(text(file), /from "(\.[^"]+)"/g)) visit(join(dirname(file), path))
  }
  for (const name of names) visit(fileOf.get(name) ?? '')
  return sheets
}

const sources = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => text(join(folder, name)))
const notifications = readdirSync(join(projectRoot, 'node_modules/@mantine/notifications/esm'), {
  encoding: 'utf8',
}).filter((name) => name.endsWith('.mjs'))

test('the style sheets of the components in use, and no others', () => {
  const used = [
    ...sources(page),
    ...notifications.map((name) => text(join(projectRoot, 'node_modules/@mantine/notifications/esm', name))),
  ].flatMap(taken)
  const needed = sheetsOf(used)
  const imported = ['theme.css', 'rest.css'].flatMap((name) =>
    matches(text(join(page, name)), /@mantine\/core\/styles\/([A-Za-z]+)\.layer\.css/g),
  )
  expect(imported.filter((name) => /^[A-Z]/.test(name)).sort()).toEqual([...needed].sort())
})
