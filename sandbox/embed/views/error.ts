/** The page for a frame that cannot go on; it tells the host page why. */
import { html, jsonForScript, raw, type Markup } from '../../http/html'
import { BASE_CSS, wordmark } from '../../http/layout'
import { serverError } from '../wire'

export function errorView(
  nonce: string,
  tell: { targetOrigin: string; problem: string } | null,
  text: string | null,
): Markup {
  const message =
    tell &&
    html`window.parent.postMessage(${jsonForScript(serverError(tell.problem))},
    ${jsonForScript(tell.targetOrigin)})`
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Something went wrong · Fullscript (local)</title>
        <style>
          ${raw(BASE_CSS)}
        </style>
      </head>
      <body>
        <div class="centred">
          ${wordmark}
          <main>
            <div class="card" role="alert" data-testid="frame-error">
              <h1>Oops, looks like we ran into an error</h1>
              <p>${text ?? 'Please reload the page. If it happens again, contact support.'}</p>
              ${tell && html`<p class="muted small" data-testid="frame-error-code">${tell.problem.split(':')[0]}</p>`}
            </div>
          </main>
        </div>
        ${
          message &&
          html`<script nonce="${nonce}">
            ${message}
          </script>`
        }
      </body>
    </html>`
}
