/** Answers that many REST endpoints share. */
import type { FastifyReply } from 'fastify'

export const notFound = (reply: FastifyReply): FastifyReply =>
  reply.code(404).send({ status: 404, error: 'Not Found' })

/** Fullscript's validation answer: `error` is text that itself holds a JSON array. */
export const unprocessable = (reply: FastifyReply, problems: string[]): FastifyReply =>
  reply.code(422).send({ error: JSON.stringify(problems) })

/** What an ordinary application gets from a restricted endpoint; the real wording is not known. */
export const restricted = (reply: FastifyReply): FastifyReply =>
  reply.code(403).send({ error: 'This endpoint is restricted. Contact Fullscript to request access.' })
