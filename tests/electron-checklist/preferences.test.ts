/** Electron's security checklist, part one: how pages are made. Each test fails when its setting is turned. */
import { describe, expect, it } from 'vitest'
import { SAFE_WEB_PREFERENCES as safe } from '../../src/main/platform/windows/web-preferences'
import { filesWith, shippedSources } from './sources'

const code = shippedSources('.ts', '.tsx')
const pages = shippedSources('.html', '.tsx', '.ts')

describe('web preferences', () => {
  it('E-02: no page has Node, not in workers and not in frames', () => {
    expect(safe.nodeIntegration).toBe(false)
    expect(safe.nodeIntegrationInWorker).toBe(false)
    expect(safe.nodeIntegrationInSubFrames).toBe(false)
    expect(filesWith(/nodeIntegration\w*\s*:\s*true/, code)).toEqual([])
  })

  it('E-03: preload and page live in worlds of their own', () => {
    expect(safe.contextIsolation).toBe(true)
    expect(filesWith(/contextIsolation\s*:\s*false/, code)).toEqual([])
  })

  it('E-04: every page is sandboxed, for the whole app and before it is ready', () => {
    expect(safe.sandbox).toBe(true)
    expect(filesWith(/sandbox\s*:\s*false/, code)).toEqual([])
    const start = code.find(({ path }) => path.endsWith('app/start-application.ts'))?.text ?? ''
    expect(start.indexOf('app.enableSandbox()')).toBeGreaterThan(0)
    expect(start.indexOf('app.enableSandbox()')).toBeLessThan(start.indexOf('app.whenReady()'))
    expect(filesWith(/appendSwitch\(\s*['"]no-sandbox/, code)).toEqual([])
  })

  it('E-06: web security stays on', () => {
    expect(safe.webSecurity).toBe(true)
    expect(filesWith(/webSecurity\s*:\s*false|disable-web-security['"]\s*\)/, code)).toEqual([])
  })

  it('E-08: a secure page runs nothing that came in clear text', () => {
    expect(safe.allowRunningInsecureContent).toBe(false)
    expect(filesWith(/allowRunningInsecureContent\s*:\s*true/, code)).toEqual([])
  })

  it('E-09: no experimental features', () => {
    expect(safe.experimentalFeatures).toBe(false)
    expect(filesWith(/experimentalFeatures\s*:\s*true/, code)).toEqual([])
  })

  it('E-10: no features of Blink are switched on', () => {
    expect(safe.enableBlinkFeatures).toBe('')
    expect(filesWith(/enableBlinkFeatures\s*:\s*['"]\w/, code)).toEqual([])
  })

  it('E-11: there are no webviews, so none can open windows', () => {
    expect(safe.webviewTag).toBe(false)
    expect(filesWith(/webviewTag\s*:\s*true|<webview[\s>]|allowpopups/, pages)).toEqual([])
  })

  it('are frozen, and every page is made with all of them', () => {
    expect(Object.isFrozen(safe)).toBe(true)
    const makers = filesWith(/new (BrowserWindow|WebContentsView|BrowserView)\(/, code)
    expect(makers.sort()).toEqual([
      'src/main/platform/windows/embed-view.ts',
      'src/main/platform/windows/main-window.ts',
    ])
    for (const path of makers) {
      const text = code.find((one) => one.path === path)?.text ?? ''
      expect(text).toMatch(/webPreferences: \{\s*\.\.\.SAFE_WEB_PREFERENCES,/)
      // Nothing that follows the spread may be one of the walls again, but spelling where nothing is fetched for it.
      const after = (/\.\.\.SAFE_WEB_PREFERENCES,([\s\S]*?)\}/.exec(text)?.[1] ?? '').replace(
        'spellcheck: SPELLS_OFFLINE,',
        '',
      )
      for (const name of Object.keys(safe)) expect(after).not.toMatch(new RegExp(`\\b${name}\\b`))
    }
  })
})
