/**
 * Proves that the compiler's errors and the lint rules that need types or React's compiler are found where they are
 * now looked for: each fault once, in every file, with no exceptions inside files.
 */
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { ESLint } from 'eslint'
import ts from 'typescript'
import tseslint from 'typescript-eslint'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const read = (file: string): unknown =>
  ts.readConfigFile(join(root, file), ts.sys.readFile.bind(ts.sys)).config

const faults: Record<string, string> = {
  'typescript(TS2322)': 'export const a: number = "x"',
  'typescript(TS2532)': 'export const a = [1].at(0).toFixed()',
  'typescript(TS2584)': 'export const a = document.title',
  'typescript(TS6133)': 'const a = 1\nexport {}',
  'typescript(no-floating-promises)': 'Promise.resolve(1)',
  'typescript(no-misused-promises)': 'export const f = (a: Promise<number>) => (a ? 1 : 2)',
  'typescript(await-thenable)': 'export const f = async () => await 1',
  'typescript(return-await)':
    'export const f = async (a: Promise<number>) => { try { return a } catch { return 2 } }',
  'typescript(no-unnecessary-condition)': 'export const f = (a: string) => a ?? "none"',
  'typescript(no-unnecessary-type-assertion)': 'export const f = (a: string) => a as string',
  'typescript(no-unsafe-assignment)':
    'export const f = (a: string) => { const b = JSON.parse(a); return String(b) }',
  'typescript(no-unsafe-argument)': 'export const f = (a: string) => Number.parseInt(JSON.parse(a))',
  'typescript(no-unsafe-call)': 'export const f = (a: string): unknown => JSON.parse(a)()',
  'typescript(no-unsafe-member-access)': 'export const f = (a: string): unknown => JSON.parse(a).b',
  'typescript(no-unsafe-return)': 'export const f = (a: string) => JSON.parse(a)',
  'typescript(switch-exhaustiveness-check)':
    'export const f = (a: "x" | "y") => { switch (a) { case "x": return 1 } return 2 }',
  'typescript(restrict-template-expressions)': 'export const f = (a: string[]) => `${a}`',
  'typescript(restrict-plus-operands)': 'export const f = (a: string, b: number) => a + b',
  'typescript(no-base-to-string)': 'export const f = (a: object) => String(a)',
  'typescript(no-confusing-void-expression)':
    'export const f = (a: () => void) => { const b = a(); return b }',
  'typescript(only-throw-error)': 'export const f = () => { throw "x" }',
  'typescript(no-deprecated)': 'export const a = "x".substr(1)',
  'typescript(unbound-method)': 'class A { m() { return this } }\nexport const m = new A().m',
  'react(purity)': 'export const Part = () => <b>{Date.now()}</b>',
  'react(static-components)': 'export const Part = () => { const In = () => <b />; return <In /> }',
  'react(set-state-in-render)':
    'export const Part = () => { const [a, set] = useState(0); set(1); return a }',
  'react(set-state-in-effect)':
    'export const Part = () => { const [a, set] = useState(0); useEffect(() => { set(1) }, []); return a }',
  'react-hooks(exhaustive-deps)':
    'export const Part = ({ a }: { a: string }) => { useEffect(() => { a.at(0) }, []); return a }',
  'react-hooks(rules-of-hooks)':
    'export const Part = ({ a }: { a: boolean }) => { if (a) useEffect(() => {}, []); return null }',
}
const hooks = `declare module 'react' {
  export function useState<T>(first: T): [T, (next: T) => void]
  export function useEffect(effect: () => void, needs: unknown[]): void
}
declare namespace JSX { interface IntrinsicElements { b: object } }`
const excuse = '/* eslint-disable */\n'

const folder = mkdtempSync(join(tmpdir(), 'yarrow-lint-'))
const fileOf = (rule: string) => join('src/renderer', `${rule.replaceAll(/\W/g, '-')}.tsx`)
/** By file: what was found in it. */
const found = new Map<string, string[]>()

beforeAll(async () => {
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), text)
  }
  cpSync(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'))
  const extended = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: { jsx: 'preserve' },
    include: ['.'],
  }
  write('tsconfig.json', JSON.stringify(extended))
  write('hooks.d.ts', hooks)
  for (const [rule, fault] of Object.entries(faults)) {
    const imports = fault.includes('useState') || fault.includes('useEffect')
    const names = ['useState', 'useEffect'].filter((name) => fault.includes(name))
    write(
      fileOf(rule),
      `${excuse}${imports ? `import { ${names.join(', ')} } from 'react'\n` : ''}${fault}\n`,
    )
  }
  const programs = join(root, 'node_modules/.bin')
  const output = await new Promise<string>((resolve) => {
    // What knows the types is a program of its own, which is looked for on the path.
    const env = { ...process.env, PATH: `${programs}:${process.env['PATH'] ?? ''}` }
    const args = ['--disable-nested-config', '--format=json', '.']
    execFile(join(programs, 'oxlint'), args, { cwd: folder, env, maxBuffer: 1e7 }, (_, stdout) => {
      resolve(stdout)
    })
  })
  const { diagnostics } = JSON.parse(output) as { diagnostics: { code: string; filename: string }[] }
  for (const { code, filename } of diagnostics) found.set(filename, [...(found.get(filename) ?? []), code])
}, 60_000)
afterAll(() => {
  rmSync(folder, { recursive: true })
})

test.each(Object.keys(faults))('%s, although a comment says otherwise', (rule) => {
  expect(found.get(fileOf(rule))).toContain(rule)
})

test('each rule that typescript-eslint would have us keep, and that needs types, is kept there', () => {
  // Splitting a text into its code points is what the spread is for; a port is asynchronous whether or not this
  // adapter of it has to wait.
  const left = new Set(['no-misused-spread', 'require-await'])
  const strict = Object.assign({}, ...tseslint.configs.strictTypeChecked.map(({ rules }) => rules)) as object
  const { rules: all } = tseslint.plugin as unknown as {
    rules: Record<string, { meta: { docs?: { requiresTypeChecking?: boolean } } }>
  }
  const wanted = Object.keys(strict)
    .map((rule) => rule.replace('@typescript-eslint/', ''))
    .filter((rule) => all[rule]?.meta.docs?.requiresTypeChecking === true && !left.has(rule))
  const { overrides } = read('.oxlintrc.json') as { overrides: { rules: Record<string, unknown> }[] }
  expect(wanted.length).toBeGreaterThan(40)
  expect(Object.keys(overrides[0]?.rules ?? {})).toEqual(
    expect.arrayContaining(wanted.map((rule) => `typescript/${rule}`)),
  )
})

test('every TypeScript file is in a project, so that none is checked by weaker rules', () => {
  const { references } = read('tsconfig.json') as { references: { path: string }[] }
  const known = new Set(
    references.flatMap(({ path }) => {
      const project = read(join(path, 'tsconfig.json'))
      return ts.parseJsonConfigFileContent(project, ts.sys, join(root, path)).fileNames
    }),
  )
  const elsewhere = ['node_modules', 'out', 'dist', 'coverage', '.runtime']
  const files = ts.sys.readDirectory(root, ['.ts', '.tsx'], elsewhere)
  expect(files.length).toBeGreaterThan(1000)
  expect(files.filter((file) => !known.has(file)).map((file) => relative(root, file))).toEqual([])
})

test.each(['// oxlint-disable-next-line', '/* oxlint-disable typescript/no-deprecated */', excuse])(
  'no exception inside a file: %s',
  async (comment) => {
    const eslint = new ESLint({ cwd: root })
    const filePath = join(root, 'src/main/audit/disclosures.ts')
    const [result] = await eslint.lintText(`${comment}\nexport const one = 1\n`, { filePath })
    expect(result?.messages).toHaveLength(1)
  },
)
