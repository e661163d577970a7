/** Which file answers an address under app://yarrow, decided without touching the disk (E-18). */
import { APP_ORIGIN } from './app-origin'

export type RendererFile =
  | { kind: 'file'; segments: string[]; type: string }
  /** The app's page: for `/` and for every path that is a screen rather than a file. */
  | { kind: 'page' }
  | { kind: 'refused'; status: 400 | 403 | 404 | 405 }

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  woff2: 'font/woff2',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  json: 'application/json',
}

/** A path segment of ours: no dots first, no separators, no escapes, no device names, no surprises. */
const SEGMENT = /^(?!\.)[A-Za-z0-9_.@-]{1,120}(?<!\.)$/

/**
 * Answers for one request. Files exist only one folder deep or less, under names of a plain alphabet; everything
 * that has an extension we do not serve is refused, everything without one is a screen's address.
 */
export function rendererFile(method: string, address: string): RendererFile {
  if (method !== 'GET' && method !== 'HEAD') return { kind: 'refused', status: 405 }
  if (!address.startsWith(`${APP_ORIGIN}/`) || !URL.canParse(address)) return { kind: 'refused', status: 403 }
  const { pathname } = new URL(address)
  let path: string
  try {
    path = decodeURIComponent(pathname)
  } catch {
    return { kind: 'refused', status: 400 }
  }
  // A second layer of escapes, a separator of another system or a NUL has no business here.
  if (/[%\\\0:]/.test(path) || path.includes('//')) return { kind: 'refused', status: 400 }
  const segments = path.split('/').filter((segment) => segment !== '')
  if (segments.some((segment) => !SEGMENT.test(segment))) return { kind: 'refused', status: 400 }
  const last = segments.at(-1) ?? ''
  if (last === '' || last === 'index.html' || !last.includes('.')) return { kind: 'page' }
  const type = TYPES[last.slice(last.lastIndexOf('.') + 1)]
  if (type === undefined || segments.length > 2) return { kind: 'refused', status: 404 }
  return { kind: 'file', segments, type }
}
