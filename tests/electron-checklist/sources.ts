/** The sources that ship, for checks that read them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { projectRoot } from '../support/processes'

export type Source = { path: string; text: string }

/** Every file of `src/` with one of the extensions, tests left out; paths with forward slashes. */
export function shippedSources(...extensions: string[]): Source[] {
  return readdirSync(join(projectRoot, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => extensions.some((extension) => path.endsWith(extension)))
    .filter((path) => !/\.test\.tsx?$/.test(path))
    .map((path) => ({
      path: relative(projectRoot, path).replaceAll('\\', '/'),
      text: readFileSync(path, 'utf8'),
    }))
}

/** Source without comments; strings stay. Good enough for finding calls and settings. */
export const withoutComments = (text: string) =>
  text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|[^:'"`\\])\/\/[^\n]*/g, '$1')

/** Paths of the sources in which the pattern occurs outside comments. */
export const filesWith = (pattern: RegExp, sources: Source[]) =>
  sources.filter(({ text }) => pattern.test(withoutComments(text))).map(({ path }) => path)
