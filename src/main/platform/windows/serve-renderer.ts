/** Answers app://yarrow/… from the folder with the built page, with the window's policy on it. */
import { randomBytes } from 'node:crypto'
import { readFile, realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { Session } from 'electron'
import { windowPolicy } from '../security/content-security-policy'
import { APP_SCHEME } from './app-origin'
import { rendererFile } from './renderer-files'

const COMMON = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'camera=(), microphone=(), geolocation=(), display-capture=(), usb=(), serial=(), hid=()',
}
const NONCE_MARK = '__CSP_NONCE__'
const COLOR_MARK = '__COLOR_SCHEME__'
/** The sign-in screen that the build has drawn into the page (build/first-screen.ts). */
const DRAWN = /<!--first-screen-->[\s\S]*<!--\/first-screen-->/

/** How the page looks before it has a script. */
export type FirstLook = { dark: boolean; signIn: boolean }

/** Installs the handler on one session; no other session can read our files. `folder`: absolute. */
export function serveRenderer(session: Session, folder: string, look: () => FirstLook): void {
  const answer = rendererAnswers(folder, look)
  session.protocol.handle(APP_SCHEME, (request) => answer(request.method, request.url))
}

/** The handler without Electron. Every page gets a nonce of its own. */
export function rendererAnswers(
  folder: string,
  look: () => FirstLook,
): (method: string, address: string) => Promise<Response> {
  const refused = (status: number) => new Response(null, { status, headers: COMMON })
  return async (method, address) => {
    const wanted = rendererFile(method, address)
    if (wanted.kind === 'refused') return refused(wanted.status)
    try {
      if (wanted.kind === 'page') {
        const nonce = randomBytes(16).toString('base64')
        const { dark, signIn } = look()
        const html = await readFile(join(folder, 'index.html'), 'utf8')
        const page = (signIn ? html : html.replace(DRAWN, ''))
          .replaceAll(NONCE_MARK, nonce)
          .replaceAll(COLOR_MARK, dark ? 'dark' : 'light')
        return new Response(method === 'HEAD' ? null : page, {
          headers: {
            ...COMMON,
            'content-type': 'text/html; charset=utf-8',
            'cache-control': 'no-store',
            'content-security-policy': windowPolicy(nonce),
          },
        })
      }
      const path = join(folder, ...wanted.segments)
      // A link that leads out of the folder is not ours, whoever put it there.
      if (!(await realpath(path)).startsWith((await realpath(folder)) + sep)) return refused(403)
      const body = await readFile(path)
      return new Response(method === 'HEAD' ? null : new Uint8Array(body), {
        headers: { ...COMMON, 'content-type': wanted.type, 'cache-control': 'no-cache' },
      })
    } catch {
      return refused(404)
    }
  }
}
