/**
 * Opens the person's own browser; the sign-in never happens inside a window of ours (R-8252-01). What may be opened
 * is decided in authorization-request.ts.
 */
import { spawn } from 'node:child_process'
import { shell } from 'electron'
import { failed, ok, type Result } from '../../../../shared/failures'
import type { Application } from '../types'
import { mayOpenInBrowser } from './authorization-request'

/**
 * `browserCommand`: program and arguments that stand for the system browser in development and test builds; null in
 * a release. The address is passed as one argument, without a shell.
 */
export function systemBrowser(browserCommand: readonly string[] | null) {
  return async (address: string, application: Application): Promise<Result<null>> => {
    if (!mayOpenInBrowser(address, application)) return failed('connect-browser')
    const [program, ...args] = browserCommand ?? []
    if (program !== undefined) return start(program, [...args, address])
    try {
      await shell.openExternal(address)
      return ok(null)
    } catch {
      return failed('connect-browser')
    }
  }
}

function start(program: string, args: string[]): Promise<Result<null>> {
  return new Promise((resolve) => {
    const browser = spawn(program, args, { detached: true, stdio: 'ignore' })
    browser.once('error', () => {
      resolve(failed('connect-browser'))
    })
    browser.once('spawn', () => {
      browser.unref()
      resolve(ok(null))
    })
  })
}
