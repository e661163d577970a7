/** Reading and writing cookies, nothing more. */
import type { FastifyReply, FastifyRequest } from 'fastify'

export function readCookie(request: FastifyRequest, name: string): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim()
  }
  return undefined
}

export function setCookie(reply: FastifyReply, name: string, value: string, attributes: string): void {
  void reply.header('set-cookie', `${name}=${value}; Path=/; HttpOnly; ${attributes}`)
}
