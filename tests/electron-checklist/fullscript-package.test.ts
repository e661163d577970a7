/** Proves F-808: Fullscript's package is the one that was looked at, is part of what ships, and nothing is fetched instead. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'vite'
import { expect, onTestFinished, test } from 'vitest'
import { projectRoot } from '../support/processes'
import { filesWith, shippedSources } from './sources'

const NAME = '@fullscript/fullscript-js'
/** A script or style that a page would fetch from somewhere else. */
const FROM_ELSEWHERE = /<(?:script|link)\b[^>]*\b(?:src|href)=["']?(?:https?:)?\/\//i

type Manifest = { version: string; devDependencies: Record<string, string> }
type Lock = { packages: Record<string, { version: string; integrity: string }> }

const read = (...path: string[]): unknown => JSON.parse(readFileSync(join(projectRoot, ...path), 'utf8'))

test('F-808: pinned exactly, locked by the hash of its contents, and installed in that version', () => {
  const pinned = (read('package.json') as Manifest).devDependencies[NAME]
  expect(pinned).toMatch(/^\d+\.\d+\.\d+$/)
  const locked = (read('package-lock.json') as Lock).packages[`node_modules/${NAME}`]
  expect(locked?.version).toBe(pinned)
  expect(locked?.integrity).toMatch(/^sha512-.{86}==$/)
  expect((read('node_modules', NAME, 'package.json') as Manifest).version).toBe(pinned)
})

test('F-808: the embed page is built with it inside, and fetches no script', async () => {
  const outDir = mkdtempSync(join(tmpdir(), 'yarrow-embed-'))
  onTestFinished(() => {
    rmSync(outDir, { recursive: true })
  })
  await build({
    configFile: join(projectRoot, 'build/embed.vite.config.ts'),
    logLevel: 'error',
    build: { outDir, emptyOutDir: true },
  })
  const page = readFileSync(join(outDir, 'embed.html'), 'utf8')
  // Words of the package itself.
  expect(page).toContain('embeddable/tokenize')
  expect(page).not.toMatch(FROM_ELSEWHERE)
  expect('<script async src="https://public-assets.fullscript.com/x.js">').toMatch(FROM_ELSEWHERE)
}, 60_000)

test('F-808: no page of ours has a script from elsewhere, and no code adds one', () => {
  for (const { path, text } of shippedSources('.html')) expect(text, path).not.toMatch(FROM_ELSEWHERE)
  const code = shippedSources('.ts', '.tsx')
  expect(filesWith(/public-assets\.fullscript|createElement\(['"`]script|importScripts/, code)).toEqual([])
})
