/** Lets only one set-up work in a checkout at a time; a second one waits for the first. */
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { runtimeFolder } from './paths.mjs'
import { say } from './steps.mjs'

const lockFile = join(runtimeFolder, 'setup.lock')

/**
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(work) {
  mkdirSync(runtimeFolder, { recursive: true })
  let told = false
  while (!take()) {
    if (!told) say('  … another set-up is at work in this checkout; waiting for it')
    told = true
    await wait(250)
  }
  const release = () => {
    rmSync(lockFile, { force: true })
  }
  process.once('exit', release)
  try {
    return await work()
  } finally {
    process.off('exit', release)
    release()
  }
}

function take() {
  // Linked into place, so that the lock never exists without its holder's id in it.
  const mine = `${lockFile}.${process.pid}`
  writeFileSync(mine, String(process.pid))
  try {
    linkSync(mine, lockFile)
    return true
  } catch {
    if (!isHeld()) rmSync(lockFile, { force: true })
    return false
  } finally {
    rmSync(mine, { force: true })
  }
}

/** Whether the process that wrote the lock still lives. */
function isHeld() {
  try {
    process.kill(Number(readFileSync(lockFile, 'utf8')), 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
