/** The one kind of button on the control page. */
import { html, type Markup } from '../http/html'

/** A button that calls the control API with a fixed body. */
export const action = (label: string, api: string, body: unknown = {}, quiet = true): Markup =>
  html`<form class="inline" data-api="${api}" data-body="${JSON.stringify(body)}">
    <button class="${quiet ? 'quiet' : ''}">${label}</button>
  </form>`
