/**
 * Proves: no code of the chart or of the registry names Fullscript, in SQL or otherwise, which a tool that looks at
 * imports cannot see. Comments may; so may the audit action of what is handed over, which people read.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const MAY_BE_SAID = 'patient.handed-to-fullscript'

/** Names and texts in the code that name the vendor. */
function namedIn(code: string): string[] {
  const named: string[] = []
  const visit = (node: ts.Node) => {
    const isText =
      ts.isIdentifier(node) || ts.isLiteralExpression(node) || ts.isTemplateMiddleOrTemplateTail(node)
    if ((isText || ts.isTemplateHead(node)) && /fullscript/i.test(node.text) && node.text !== MAY_BE_SAID)
      named.push(node.text)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile('room.ts', code, ts.ScriptTarget.ESNext, true))
  return named
}

const files = ['chart', 'patients'].flatMap((room) =>
  readdirSync(join(root, 'src/main', room), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => join('src/main', room, name)),
)

test.each(files)('%s knows no vendor', (file) => {
  expect(namedIn(readFileSync(join(root, file), 'utf8'))).toEqual([])
})

test.each([
  ["within.selectFrom('fullscriptClinic')", ['fullscriptClinic']],
  ['sql`SELECT ${id} FROM fullscript_retry`', [' FROM fullscript_retry']],
  [
    'sql`DELETE FROM fullscript_plan WHERE id = ${id} AND x = ${x}`',
    ['DELETE FROM fullscript_plan WHERE id = '],
  ],
  ['type Row = { fullscriptPlanId: string }', ['fullscriptPlanId']],
  ["import type { Api } from '../integrations/fullscript/api'", ['../integrations/fullscript/api']],
  ["const action = 'patient.handed-to-fullscript' // Fullscript", []],
])('it is found in %s', (code, named) => {
  expect(namedIn(code)).toEqual(named)
})
