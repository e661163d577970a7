/** Who may frame the embedded feature: the Origin URIs of the application, nobody else. */
import type { FastifyReply } from 'fastify'
import { newToken } from '../ids'
import type { Application } from '../store/types'

const ORIGIN = /^https?:\/\/[a-zA-Z0-9.[\]:-]+$/

/** Sets the headers of an in-frame page and returns the nonce for its one script. */
export function frameHeaders(reply: FastifyReply, application: Application | undefined): string {
  const nonce = newToken()
  const origins = application?.originUris.filter((origin) => ORIGIN.test(origin)) ?? []
  const policy = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `script-src 'nonce-${nonce}'`,
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${origins.length > 0 ? origins.join(' ') : "'none'"}`,
  ]
  void reply
    .header('content-security-policy', policy.join('; '))
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .header('x-content-type-options', 'nosniff')
    .type('text/html; charset=utf-8')
  return nonce
}
