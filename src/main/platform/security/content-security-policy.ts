/** The two content security policies (E-07). Both start from nothing and name what is needed. */
import { createHash } from 'node:crypto'

const join = (directives: readonly string[]) => directives.join('; ')

/**
 * For Yarrow's own window. `nonce`: fresh for every response; Mantine's style elements carry it. Scripts come from
 * our own files only, and DOM sinks take no strings (trusted types).
 */
export function windowPolicy(nonce: string): string {
  return join([
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "frame-src 'none'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ])
}

/**
 * For the page that hosts Fullscript's embed: its own inline scripts by hash, and exactly one origin to frame and to
 * call. Inline styles are allowed because the vendor's package sets them; nothing in the page can be made from text.
 */
export function embedPolicy(scriptHashes: readonly string[], fullscriptOrigin: string): string {
  const origin = new URL(fullscriptOrigin).origin
  const scripts = scriptHashes.map((hash) => `'${hash}'`).join(' ')
  return join([
    "default-src 'none'",
    `script-src ${scripts || "'none'"}`,
    "style-src 'unsafe-inline'",
    `frame-src ${origin}`,
    `connect-src ${origin}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ])
}

/** CSP source expressions (`sha256-…`) of every inline script in an HTML document. */
export function inlineScriptHashes(html: string): string[] {
  return [...html.matchAll(/<script(?![^>]*\ssrc\s*=)[^>]*>([\s\S]*?)<\/script\s*>/gi)].map(
    ([, code]) =>
      `sha256-${createHash('sha256')
        .update(code ?? '')
        .digest('base64')}`,
  )
}
