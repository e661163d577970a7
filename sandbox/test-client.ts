/** What the tests use to act as a browser and as an application: plain fetch with a cookie jar. */
import type { Sandbox, SandboxApplication } from './server'

export const REDIRECT = 'http://127.0.0.1:28471/fullscript/local/callback'

export function applicationOf(sandbox: Sandbox, level: 'role' | 'clinic' = 'role'): SandboxApplication {
  const application = sandbox.addresses.applications.find((candidate) => candidate.level === level)
  if (!application) throw new Error('no such application')
  return application
}

export function accountOf(sandbox: Sandbox, name: string) {
  const account = sandbox.addresses.accounts.find((candidate) => candidate.name === name)
  if (!account) throw new Error('no such account')
  return account
}

/** A browser without a screen: keeps cookies, follows nothing by itself. */
export class Browser {
  readonly #cookies = new Map<string, string>()

  constructor(readonly origin: string) {}

  async get(address: string): Promise<Response> {
    return this.#send(address, { method: 'GET' })
  }

  async post(address: string, fields: Record<string, string>): Promise<Response> {
    return this.#send(address, { method: 'POST', body: new URLSearchParams(fields) })
  }

  /** Fills in the sign-in page and returns where it leads. */
  async signIn(email: string, password: string): Promise<Response> {
    const page = await (await this.get('/login')).text()
    return this.post('/login', {
      authenticity_token: hiddenField(page, 'authenticity_token'),
      email,
      password,
    })
  }

  async #send(address: string, init: RequestInit): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(new URL(address, this.origin), {
      ...init,
      redirect: 'manual',
      headers: cookie ? { cookie } : {},
    })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      this.#cookies.set(pair.slice(0, at), pair.slice(at + 1))
    }
    return response
  }
}

export function hiddenField(page: string, name: string): string {
  const value = new RegExp(`name="${name}"\\s+value="([^"]*)"`).exec(page)?.[1]
  if (value === undefined) throw new Error(`no field ${name} in the page`)
  return value
    .replace(/&amp;/g, '&')
    .replace(/&#39;/g, "'")
    .replace(/&quot;/g, '"')
}

/** Every hidden field of the form that has this marker in its action. */
export function hiddenFields(page: string): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const [, name, value] of page.matchAll(/<input\s+type="hidden"\s+name="([^"]+)"\s+value="([^"]*)"/g)) {
    fields[name ?? ''] = (value ?? '').replace(/&amp;/g, '&')
  }
  return fields
}

export async function postJson(
  address: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<{ status: number; body: Record<string, unknown>; headers: Headers }> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return {
    status: response.status,
    body: (await response.json()) as Record<string, unknown>,
    headers: response.headers,
  }
}

export const getWith = (address: string, accessToken: string): Promise<Response> =>
  fetch(address, { headers: { authorization: `Bearer ${accessToken}` } })

/** Asks the token endpoint to refresh; returns the raw answer. */
export function refresh(sandbox: Sandbox, refreshToken: string, level: 'role' | 'clinic' = 'role') {
  const { clientId, clientSecret } = applicationOf(sandbox, level)
  return postJson(`${sandbox.http}/api/oauth/token`, {
    grant_type: 'refresh_token',
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token: refreshToken,
  })
}

export type Pair = { access_token: string; refresh_token: string; [other: string]: unknown }
export const pairOf = (body: Record<string, unknown>): Pair => body['oauth'] as Pair
