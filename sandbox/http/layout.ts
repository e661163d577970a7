/** The look that all pages share: Fullscript's green, coal and forest, calm and plain. */
import type { FastifyReply } from 'fastify'
import { html, raw, type Child, type Markup } from './html'

export const BASE_CSS = `
:root{--green:#88B04B;--green-ink:#4f7320;--coal:#2E3A47;--forest:#1B533F;--forest-dark:#123a2c;--paper:#F6F8F5;
--line:#D8DFD9;--soft:#EEF3EA;--muted:#5b6772;--danger:#A4262C}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--coal);font:15px/1.5 "Inter","Segoe UI",system-ui,-apple-system,"Helvetica Neue","DejaVu Sans",sans-serif}
h1{font-size:1.45rem;line-height:1.25;margin:0 0 .5rem;letter-spacing:-.01em}
h2{font-size:1.1rem;line-height:1.3;margin:0 0 .5rem}
h3{font-size:1rem;margin:0 0 .25rem}
p{margin:0 0 .75rem}
a{color:var(--forest)}
label{display:block;font-weight:600;font-size:.875rem;margin-bottom:.25rem}
input,select,textarea{font:inherit;font-weight:400;color:inherit;width:100%;padding:.55rem .7rem;border:1px solid #8a97a0;border-radius:8px;background:#fff;min-height:42px}
textarea{min-height:92px;resize:vertical}
input[type=checkbox],input[type=radio]{width:18px;height:18px;min-height:0;accent-color:var(--forest);margin:0}
button,.button{font:inherit;font-weight:600;border:1px solid transparent;border-radius:8px;padding:.55rem 1rem;min-height:42px;cursor:pointer;background:var(--forest);color:#fff;text-decoration:none;display:inline-flex;align-items:center;justify-content:center;gap:.4rem}
button:hover,.button:hover{background:var(--forest-dark)}
button.quiet,.button.quiet{background:#fff;color:var(--forest);border-color:#9fb0a5}
button.quiet:hover,.button.quiet:hover{background:var(--soft)}
button.plain{background:none;color:var(--forest);padding:.35rem .5rem;min-height:34px}
button.plain:hover{background:var(--soft)}
button:disabled{background:#cfd6d1;color:#4c5760;cursor:not-allowed}
:focus-visible{outline:3px solid var(--green);outline-offset:2px}
.muted{color:var(--muted)}
.small{font-size:.85rem}
.card{background:#fff;border:1px solid var(--line);border-radius:12px;padding:1.25rem}
.notice{border-left:4px solid var(--green);background:var(--soft);padding:.7rem .9rem;border-radius:6px;margin-bottom:1rem}
.notice.bad{border-color:var(--danger);background:#fbeeee}
.brand{display:inline-flex;align-items:center;gap:.5rem;font-weight:700;font-size:1.2rem;color:var(--forest);letter-spacing:-.02em}
.visually-hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.centred{min-height:100vh;display:flex;flex-direction:column;align-items:center;justify-content:center;padding:1.5rem}
.centred>main{width:100%;max-width:26rem}
.centred>main.wide{max-width:34rem}
.centred .brand{margin-bottom:1.1rem}
.foot{margin-top:1.25rem;text-align:center}
.stack>*+*{margin-top:1rem}
@media (prefers-reduced-motion:reduce){*{transition:none!important;animation:none!important}}
`

/** The word alone: Fullscript's logo is not here, and nothing is drawn in its place. */
export const wordmark = html`<span class="brand">fullscript</span>`

const FOOT = html`<p class="muted small foot">
  Local stand-in for development. Nothing here leaves this computer.
</p>`

export type Page = { title: string; body: Child; css?: string; script?: string; head?: Child }

export function document({ title, body, css = '', script, head }: Page): Markup {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <link rel="icon" href="data:," />
        <title>${title}</title>
        <style>
          ${raw(BASE_CSS + css)}
        </style>
        ${head}
      </head>
      <body>
        ${body}
        ${
          script === undefined
            ? null
            : html`<script>
                ${raw(script)}
              </script>`
        }
      </body>
    </html>`
}

/** A narrow page in the middle of the window. */
export const centred = (title: string, body: Child, wide = false): Markup =>
  document({
    title: `${title} · Fullscript (local)`,
    body: html`<div class="centred">
      ${wordmark}
      <main class="${wide ? 'wide' : ''}">${body}</main>
      ${FOOT}
    </div>`,
  })

/** Sends a page that no site may frame. `form-action` stays open: it would also stop the redirect back to the app. */
export function sendPage(reply: FastifyReply, page: Markup, status = 200): FastifyReply {
  return reply
    .code(status)
    .header(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'",
    )
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .type('text/html; charset=utf-8')
    .send(page.text)
}
