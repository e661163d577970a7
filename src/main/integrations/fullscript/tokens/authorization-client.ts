/**
 * Fullscript's token and revocation endpoints. oauth4webapi makes the requests and judges the answers; between it and
 * the network sits a fetch that speaks Fullscript's dialect: JSON bodies and the `oauth` envelope (mission/002).
 * Each call goes out once (R-DK-02); the only resend is the same body in the other form after a 415 (R-DK-14). Which form
 * is tried first, how the client says who it is, and PKCE are the practice's to set (unknowns.ts).
 */
import * as oauth from 'oauth4webapi'
import type { Clock } from '../../../platform/clock/clock'
import { SCOPES } from '../../../../shared/scopes'
import { addressAllowed, apiAddress } from '../environments'
import type { Http, HttpAnswer } from '../http/http'
import type { Application, TokenSet } from '../types'
import { OTHER_BODY, TOKEN_REFUSALS } from '../unknowns'
import { readTokenBody, toTokenSet, type TokenBody } from './token-answer'
import type { TokenFault, TokenOutcome } from './token-fault'

export const TOKEN_BODY_LIMIT = 256 * 1024
const EXCHANGE_TIMEOUT = 20_000
/** Three tries and their pauses stay below half a minute (S-28). */
const REFRESH_TIMEOUT = 8_000

export type TokenKind = 'refresh_token' | 'access_token'

export interface AuthorizationClient {
  exchange(
    application: Application,
    grant: { code: string; redirectUri: string; codeVerifier: string },
    signal: AbortSignal,
  ): Promise<TokenOutcome<TokenSet>>
  /** `scopesBefore`: the scopes of the connection, which an omitted `scope` stands for. */
  refresh(
    application: Application,
    refreshToken: string,
    scopesBefore: readonly string[],
  ): Promise<TokenOutcome<TokenSet>>
  /** `ok` says that Fullscript took the request, which is all that can be known (R-7009-02). */
  revoke(application: Application, token: string, kind: TokenKind): Promise<TokenOutcome<null>>
}

/** Carries a fault through oauth4webapi, which knows exceptions only. */
class Interrupted extends Error {
  constructor(readonly fault: TokenFault) {
    super(fault.kind)
  }
}

type Use = {
  path: '/oauth/token' | '/oauth/revoke'
  timeout: number
  anyBody?: boolean
  signal?: AbortSignal
}

/**
 * The library wants a server's metadata and https in it. Where a request really goes is the practice's setting, and
 * whether plain http may be used there is `addressAllowed`'s to say.
 */
const SERVER: oauth.AuthorizationServer = {
  issuer: 'https://fullscript.invalid',
  token_endpoint: 'https://fullscript.invalid/oauth/token',
  revocation_endpoint: 'https://fullscript.invalid/oauth/revoke',
}

export function createAuthorizationClient(dependencies: { http: Http; clock: Clock }): AuthorizationClient {
  const { http, clock } = dependencies

  async function post(
    { assumptions }: Application,
    url: URL,
    fields: URLSearchParams,
    credentials: Record<string, string>,
    { timeout, anyBody = false, signal }: Use,
  ): Promise<HttpAnswer> {
    const json = () => attempt('application/json', JSON.stringify(Object.fromEntries(fields)))
    const form = () => attempt('application/x-www-form-urlencoded;charset=UTF-8', fields.toString())
    const attempt = async (contentType: string, body: string) => {
      const outcome = await http.send({
        method: 'POST',
        url,
        headers: { accept: 'application/json', 'content-type': contentType, ...credentials },
        body,
        bodyLimit: TOKEN_BODY_LIMIT,
        timeout,
        anyBody,
        signal,
      })
      if (!outcome.ok) throw new Interrupted(outcome.fault)
      return outcome.answer
    }
    const [first, other] = assumptions.tokenBody === 'json' ? [json, form] : [form, json]
    const answer = await first()
    return answer.status === OTHER_BODY ? other() : answer
  }

  /** Only a 400, 401 or 403 with OAuth's own error body says something about grant or client (R-6749-14). */
  function refuse({ status, json, wait, requestId }: HttpAnswer): never {
    if (status >= 500) throw new Interrupted({ kind: 'trouble', status, wait, requestId })
    const error = typeof json === 'object' && json !== null && 'error' in json ? json.error : undefined
    if (TOKEN_REFUSALS.includes(status)) {
      if (error === 'invalid_grant') throw new Interrupted({ kind: 'grant-refused' })
      if (error === 'invalid_client' || error === 'unauthorized_client') {
        throw new Interrupted({ kind: 'client-refused' })
      }
    }
    const known = typeof error === 'string' && /^[a-z_]{1,40}$/.test(error) ? ` ${error}` : ''
    throw new Interrupted({ kind: 'unreadable', status, reason: `status ${status}${known}`, requestId })
  }

  /** A fetch for oauth4webapi, which then sees the flat answer of RFC 6749 with nothing unknown in it. */
  const dialect =
    (application: Application, url: URL, use: Use, seen: (body: TokenBody) => void) =>
    async (
      _address: string,
      init: { body: URLSearchParams; headers: Record<string, string> },
    ): Promise<Response> => {
      const { authorization } = init.headers
      // The library always sends the verifier.
      if (!application.assumptions.pkce) init.body.delete('code_verifier')
      const answer = await post(
        application,
        url,
        init.body,
        authorization === undefined ? {} : { authorization },
        use,
      )
      if (answer.status >= 400) refuse(answer)
      if (use.anyBody) return new Response(null, { status: 200 })
      const read = readTokenBody(answer.json)
      if (!read.ok) {
        const { status, requestId } = answer
        throw new Interrupted({ kind: 'unreadable', status, reason: read.reason, requestId })
      }
      seen(read.body)
      const { access_token, token_type, refresh_token, scope, expires_in } = read.body
      // What is null there is missing here.
      return Response.json({
        access_token,
        token_type,
        refresh_token: refresh_token ?? undefined,
        scope: scope ?? undefined,
        expires_in: expires_in ?? undefined,
      })
    }

  async function guarded<T>(
    application: Application,
    use: Use,
    action: (parts: {
      client: oauth.Client
      options: oauth.TokenEndpointRequestOptions
      body: () => TokenBody
    }) => Promise<T>,
  ): Promise<TokenOutcome<T>> {
    const { environment, hosts, clientId } = application
    const url = apiAddress(hosts, use.path)
    if (!addressAllowed(environment, url)) {
      return { ok: false, fault: { kind: 'unreadable', status: 0, reason: 'host', requestId: null } }
    }
    let body: TokenBody | null = null
    try {
      const value = await action({
        client: { client_id: clientId },
        options: {
          [oauth.customFetch]: dialect(application, url, use, (seen) => {
            body = seen
          }),
        },
        body: () => {
          if (!body) throw new Interrupted({ kind: 'unreadable', status: 0, reason: 'body', requestId: null })
          return body
        },
      })
      return { ok: true, value }
    } catch (error) {
      if (error instanceof Interrupted) return { ok: false, fault: error.fault }
      // What else oauth4webapi refuses is an answer that does not conform; its message may quote the body.
      return { ok: false, fault: { kind: 'unreadable', status: 0, reason: 'not conform', requestId: null } }
    }
  }

  return {
    exchange(application, grant, signal) {
      return guarded(
        application,
        { path: '/oauth/token', timeout: EXCHANGE_TIMEOUT, signal },
        async (parts) => {
          const { client, options } = parts
          const code = new URLSearchParams({ code: grant.code })
          const callback = oauth.validateAuthResponse(SERVER, client, code, oauth.expectNoState)
          const secret = clientAuth(application)
          const { redirectUri, codeVerifier } = grant
          const response = await oauth.authorizationCodeGrantRequest(
            SERVER,
            client,
            secret,
            callback,
            redirectUri,
            codeVerifier,
            options,
          )
          await oauth.processAuthorizationCodeResponse(SERVER, client, response)
          const tokens = toTokenSet(
            parts.body(),
            clock.now(),
            SCOPES.map(({ scope }) => scope),
          )
          if (tokens.refreshToken === null) {
            throw new Interrupted({
              kind: 'unreadable',
              status: 200,
              reason: 'refresh_token',
              requestId: null,
            })
          }
          return tokens
        },
      )
    },

    refresh(application, refreshToken, scopesBefore) {
      return guarded(application, { path: '/oauth/token', timeout: REFRESH_TIMEOUT }, async (parts) => {
        const { client, options } = parts
        const secret = clientAuth(application)
        const response = await oauth.refreshTokenGrantRequest(SERVER, client, secret, refreshToken, options)
        await oauth.processRefreshTokenResponse(SERVER, client, response)
        return toTokenSet(parts.body(), clock.now(), scopesBefore)
      })
    },

    revoke(application, token, kind) {
      return guarded(
        application,
        { path: '/oauth/revoke', timeout: REFRESH_TIMEOUT, anyBody: true },
        async (parts) => {
          const { client, options } = parts
          const secret = clientAuth(application)
          const response = await oauth.revocationRequest(SERVER, client, secret, token, {
            ...options,
            additionalParameters: { token_type_hint: kind },
          })
          await oauth.processRevocationResponse(response)
          return null
        },
      )
    },
  }
}

const clientAuth = ({ assumptions, clientSecret }: Application): oauth.ClientAuth =>
  assumptions.clientCredentials === 'body'
    ? oauth.ClientSecretPost(clientSecret)
    : oauth.ClientSecretBasic(clientSecret)
