/**
 * Holds a secret and ends by SIGABRT. Told on stdin: the secret, turned over, so that what was sent is no copy of it.
 *
 *   child.mjs kept-out | as-usual
 */
import { createInterface } from 'node:readline'
import { keepMemoryOutOfDumps } from '../../src/main/app/core-dumps'

const held = Buffer.alloc(32)
if (process.argv[2] === 'kept-out') keepMemoryOutOfDumps()
createInterface({ input: process.stdin }).once('line', (line) => {
  for (let at = 0; at < held.length; at += 1) held[at] = 255 - parseInt(line.slice(2 * at, 2 * at + 2), 16)
  process.abort()
})
