/** Where things are in a checkout. */
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..', '..')
/** Downloads, caches and stamps of the set-up; may be deleted at any time. */
export const runtimeFolder = join(root, '.runtime')
export const outFolder = join(root, 'out')
export const nodeModules = join(root, 'node_modules')

/** @param {...string} parts */
export const fromRoot = (...parts) => join(root, ...parts)
/** @param {string} name of a command that a package installed here */
export const binary = (name) => join(nodeModules, '.bin', name)
