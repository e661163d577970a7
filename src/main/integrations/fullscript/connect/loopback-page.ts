/**
 * The pages that the loopback address answers with: fixed HTML without script and without a single character of the
 * request (R-6749-16, R-9700-01). The only style is allowed by its hash.
 */
import { createHash } from 'node:crypto'

const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{display:grid;min-height:90vh;place-items:center;margin:1rem;color:#2e3a47;background:#f6f8f3}
main{max-width:28rem;text-align:center}h1{font-size:1.5rem;margin:0 0 .5rem}p{margin:0}
@media(prefers-color-scheme:dark){body{color:#e6ebe0;background:#1b2128}}`

const page = (heading: string, text: string) =>
  '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Yarrow</title>' +
  // Without this browsers ask for /favicon.ico, which nobody serves here.
  '<link rel="icon" href="data:,"><meta name="viewport" content="width=device-width">' +
  `<style>${STYLE}</style></head><body><main><h1>${heading}</h1><p>${text}</p></main></body></html>`

export const DONE_PAGE = page(
  'You can go back to Yarrow',
  'Fullscript has answered and Yarrow has the answer. You can close this page.',
)

/** Yarrow is locked, or somebody else is at work there. Names nobody. */
export const WAITING_PAGE = page(
  'Yarrow is waiting for you',
  'Fullscript has answered. Sign in to Yarrow within ten minutes to finish connecting. You can close this page.',
)

export const REFUSED_PAGE = page(
  'This is not what Yarrow is waiting for',
  'Nothing was changed. Go back to Yarrow to see how to go on.',
)

const styleHash = createHash('sha256').update(STYLE).digest('base64')

/** Sent with every answer, whatever its status. */
export const SECURITY_HEADERS = {
  'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${styleHash}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
} as const
