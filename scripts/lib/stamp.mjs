/**
 * A stamp says which inputs a finished step was made from. It is written last and in one move, so a step that
 * was interrupted has no stamp and is done again.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * @param {string} file
 * @returns {Record<string, string> | undefined}
 */
export function readStamp(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/**
 * @param {string} file
 * @param {Record<string, string>} inputs
 */
export function isStamped(file, inputs) {
  const stamp = readStamp(file)
  return stamp !== undefined && Object.entries(inputs).every(([name, value]) => stamp[name] === value)
}

/**
 * @param {string} file
 * @param {Record<string, string>} inputs
 */
export function writeStamp(file, inputs) {
  mkdirSync(dirname(file), { recursive: true })
  const temporary = `${file}.${process.pid}.tmp`
  writeFileSync(temporary, `${JSON.stringify(inputs, null, 2)}\n`)
  renameSync(temporary, file)
}

/** @param {string} file */
export function removeStamp(file) {
  rmSync(file, { force: true })
}

/** @param {string | Buffer} content */
export const sha256 = (content) => createHash('sha256').update(content).digest('hex')

/**
 * One hash over the names and contents of files and folders.
 * @param {string[]} paths files or folders; those that do not exist count as absent
 */
export function hashOf(paths) {
  const hash = createHash('sha256')
  /** @param {string} path */
  const add = (path) => {
    let names
    try {
      names = readdirSync(path).sort()
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      hash.update(`${path}\0`)
      if (code === 'ENOTDIR') hash.update(readFileSync(path)).update('\0')
      return
    }
    for (const name of names) add(join(path, name))
  }
  for (const path of paths) add(path)
  return hash.digest('hex')
}
