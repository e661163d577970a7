/** Proves that the browser is given the configured page only, and that a browser that does not open is a value. */
import { describe, expect, it, vi } from 'vitest'
import { failed, ok } from '../../../../shared/failures'
import { systemBrowser } from './open-system-browser'
import { application } from '../../../../../tests/support/benches/connect'

const { openExternal } = vi.hoisted(() => ({ openExternal: vi.fn<(address: string) => Promise<void>>() }))
vi.mock('electron', () => ({ shell: { openExternal } }))

const address = `${application.hosts.authorize}?state=s`

describe('the system browser', () => {
  it('R-8252-01: is opened by the system', async () => {
    openExternal.mockResolvedValueOnce()
    expect(await systemBrowser(null)(address, application)).toEqual(ok(null))
    expect(openExternal).toHaveBeenLastCalledWith(address)
  })

  it('R-8252-01: never gets another address', async () => {
    openExternal.mockClear()
    for (const other of ['file:///etc/passwd', 'https://evil.example/', 'http://127.0.0.1/'])
      expect(await systemBrowser(null)(other, application)).toEqual(failed('connect-browser'))
    expect(openExternal).not.toHaveBeenCalled()
  })

  it('F-128: does not open', async () => {
    openExternal.mockRejectedValueOnce(new Error('no handler'))
    expect(await systemBrowser(null)(address, application)).toEqual(failed('connect-browser'))
  })

  it('a command stands for it in development, without a shell between', async () => {
    openExternal.mockClear()
    const run = systemBrowser([process.execPath, '--version'])
    expect(await run(`${address}&x=$(reboot)`, application)).toEqual(ok(null))
    expect(await systemBrowser(['/nowhere/browser'])(address, application)).toEqual(failed('connect-browser'))
    expect(openExternal).not.toHaveBeenCalled()
  })
})
