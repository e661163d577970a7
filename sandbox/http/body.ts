/** Body parsers: JSON that may be empty, and forms. */
import type { FastifyInstance, FastifyRequest } from 'fastify'

export type Fields = Record<string, unknown>

/** A POST with a JSON content type and no body is legal here: session grants are asked for that way (mission/004). */
export function addBodyParsers(app: FastifyInstance): void {
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    if (body === '') {
      done(null, {})
      return
    }
    try {
      done(null, JSON.parse(String(body)))
    } catch {
      done(Object.assign(new Error('Bad Request'), { statusCode: 400 }))
    }
  })
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    (_request, body, done) => {
      const fields: Fields = {}
      for (const [name, value] of new URLSearchParams(String(body))) fields[name] = value
      done(null, fields)
    },
  )
}

/** The body as an object; anything else reads as empty. */
export function fieldsOf(request: FastifyRequest): Fields {
  const body = request.body
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Fields) : {}
}

export const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)
