/**
 * A browser by hand: one cookie jar, forms filled from the page's own HTML, redirects followed one at a time, with
 * the headers of a top-level navigation. It stops at an address of a private scheme, as a browser hands that over.
 */
import { request } from 'node:http'

export type Page = { status: number; address: string; body: string; location: string | null }

export class HandBrowser {
  readonly #cookies = new Map<string, string>()
  /** Every address it was at, in order. */
  readonly visited: string[] = []

  get(address: string): Promise<Page> {
    return this.#follow('GET', address, null)
  }

  /** Sends the first form that posts to `action`, with its hidden fields and what the person enters. */
  submit(page: Page, action: string, entered: Record<string, string>): Promise<Page> {
    const form = new RegExp(`<form[^>]*action="${action}".*?</form>`, 's').exec(page.body)?.[0] ?? ''
    const fields = new URLSearchParams()
    for (const [input] of form.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
      const [name, value] = ['name', 'value'].map(
        (key) => new RegExp(`${key}="([^"]*)"`).exec(input)?.[1] ?? '',
      )
      fields.set(unescape(name ?? ''), unescape(value ?? ''))
    }
    for (const [name, value] of Object.entries(entered)) fields.set(name, value)
    return this.#follow('POST', new URL(action, page.address).toString(), fields.toString())
  }

  async #follow(method: 'GET' | 'POST', address: string, body: string | null): Promise<Page> {
    const page = await this.#ask(method, address, body)
    if (page.location === null) return page
    const next = new URL(page.location, address).toString()
    if (!next.startsWith('http:')) return { ...page, address: page.location }
    return this.#follow('GET', next, null)
  }

  #ask(method: 'GET' | 'POST', address: string, body: string | null): Promise<Page> {
    this.visited.push(address)
    const headers = {
      Cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      'Sec-Fetch-Site': 'cross-site',
      'Sec-Fetch-Mode': 'navigate',
      'Sec-Fetch-Dest': 'document',
      ...(body === null ? {} : { 'Content-Type': 'application/x-www-form-urlencoded', Origin: 'null' }),
    }
    return new Promise((resolve, reject) => {
      const asked = request(address, { method, headers, agent: false }, (response) => {
        for (const cookie of response.headers['set-cookie'] ?? []) {
          const [name, value] = (cookie.split(';')[0] ?? '').split('=')
          if (name) this.#cookies.set(name, value ?? '')
        }
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => {
          text += chunk
        })
        response.on('end', () => {
          const { statusCode: status = 0, headers: answered } = response
          resolve({ status, address, body: text, location: answered.location ?? null })
        })
      })
      asked.once('error', reject)
      asked.end(body ?? undefined)
    })
  }
}

const unescape = (text: string) =>
  text.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&amp;', '&')
