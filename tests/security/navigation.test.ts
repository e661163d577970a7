/** Proves where each kind of page may go, over about 200 hostile addresses, and that every guard is attached (E-12 to E-14, S-13, F-801, F-802). */
import { EventEmitter } from 'node:events'
import { describe, expect, it, vi } from 'vitest'
import { HOSTILE_URLS } from './hostile-urls'
import {
  guardContents,
  mayNavigate,
  setNavigationPolicy,
  type NavigationPolicy,
} from '../../src/main/platform/security/navigation'

const embed: NavigationPolicy = { kind: 'embed', fullscriptOrigin: 'https://us.fullscript.com' }

describe('the table', () => {
  it(`S-13, E-13: none of ${String(HOSTILE_URLS.length)} hostile addresses is reachable from the embed's frame`, () => {
    expect(HOSTILE_URLS.length).toBeGreaterThan(185)
    const reached = HOSTILE_URLS.filter((url) => mayNavigate(embed, { url, depth: 1 }))
    expect(reached).toEqual([])
  })

  it('S-13: the embed page itself goes nowhere, whatever the address', () => {
    const all = [...HOSTILE_URLS, 'https://us.fullscript.com/', 'https://app.yarrow.localhost/']
    expect(all.filter((url) => mayNavigate(embed, { url, depth: 0 }))).toEqual([])
  })

  it('S-13: our window only ever reaches itself, and holds no frames', () => {
    const own = new Set(['app://yarrow/', 'app://yarrow/index.html', 'APP://YARROW/'])
    const reached = HOSTILE_URLS.filter((url) => mayNavigate({ kind: 'window' }, { url, depth: 0 }))
    expect(reached.every((url) => own.has(url))).toBe(true)
    expect(HOSTILE_URLS.filter((url) => mayNavigate({ kind: 'window' }, { url, depth: 1 }))).toEqual([])
  })

  it("lets Fullscript's own frame move on Fullscript's origin", () => {
    for (const path of ['', '?secret_token=x', 'plans/1#top', 'a/../b']) {
      expect(mayNavigate(embed, { url: `https://us.fullscript.com/${path}`, depth: 1 })).toBe(true)
    }
  })

  it('lets frames inside Fullscript use https and nothing else', () => {
    expect(mayNavigate(embed, { url: 'https://payments.example/', depth: 2 })).toBe(true)
    const reached = HOSTILE_URLS.filter((url) => mayNavigate(embed, { url, depth: 2 }))
    // Judged by the browser's own reading of the address, in which tabs, slashes and dots are forgiven.
    expect(reached.every((url) => new URL(url).protocol === 'https:' && new URL(url).username === '')).toBe(
      true,
    )
  })

  it('lets a stand-in on loopback be framed only when it is the one that was named', () => {
    const local: NavigationPolicy = { kind: 'embed', fullscriptOrigin: 'http://127.0.0.1:4010' }
    expect(mayNavigate(local, { url: 'http://127.0.0.1:4010/x', depth: 1 })).toBe(true)
    for (const url of ['http://127.0.0.1:4011/', 'http://localhost:4010/', 'https://127.0.0.1:4010/']) {
      expect(mayNavigate(local, { url, depth: 1 })).toBe(false)
    }
  })
})

type Opened = { action: 'deny' | 'allow' }
class FakeContents extends EventEmitter {
  open: ((details: { url: string }) => Opened) | null = null
  setWindowOpenHandler(handler: (details: { url: string }) => Opened) {
    this.open = handler
  }
}
const guarded = () => {
  const contents = new FakeContents()
  const refused = vi.fn()
  guardContents(contents as never, refused)
  return { contents, refused }
}
const event = (url: string, more: object = {}) => ({
  url,
  isMainFrame: true,
  frame: null,
  preventDefault: vi.fn(),
  ...more,
})

describe('the guards', () => {
  it('E-13: contents without a policy go nowhere, by any of the three events', () => {
    const { contents } = guarded()
    for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
      const tried = event('app://yarrow/')
      contents.emit(name, tried)
      expect(tried.preventDefault, name).toHaveBeenCalled()
    }
  })

  it('E-13: a policy opens exactly what it names', () => {
    const { contents, refused } = guarded()
    setNavigationPolicy(contents as never, embed)
    const frame = { parent: { parent: null } }
    const good = event('https://us.fullscript.com/plans', { isMainFrame: false, frame })
    contents.emit('will-frame-navigate', good)
    expect(good.preventDefault).not.toHaveBeenCalled()
    const bad = event('https://evil.example/', { isMainFrame: false, frame })
    contents.emit('will-redirect', bad)
    expect(bad.preventDefault).toHaveBeenCalled()
    expect(refused).toHaveBeenCalledExactlyOnceWith('redirect')
  })

  it('E-13: a frame that is already gone is judged by the stricter rule', () => {
    const { contents } = guarded()
    setNavigationPolicy(contents as never, embed)
    const gone = {
      get parent(): object {
        throw new Error('Render frame was disposed before WebFrameMain could be accessed')
      },
    }
    for (const frame of [null, gone]) {
      const tried = event('https://payments.example/', { isMainFrame: false, frame })
      contents.emit('will-frame-navigate', tried)
      expect(tried.preventDefault).toHaveBeenCalled()
    }
  })

  it('E-14, F-802: no page opens a window, wherever it would lead', () => {
    const { contents } = guarded()
    setNavigationPolicy(contents as never, embed)
    for (const url of [...HOSTILE_URLS, 'https://us.fullscript.com/']) {
      expect(contents.open?.({ url })).toEqual({ action: 'deny' })
    }
  })

  it('E-12: a webview is never attached', () => {
    const { contents, refused } = guarded()
    const tried = { preventDefault: vi.fn() }
    contents.emit('will-attach-webview', tried)
    expect(tried.preventDefault).toHaveBeenCalled()
    expect(refused).toHaveBeenCalledWith('webview')
  })
})
