/** The authorize pages (mission/001): sign in, agree or cancel, and the way back to the application. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { fieldsOf, type Fields } from '../http/body'
import { sendPage } from '../http/layout'
import type { Application, User } from '../store/types'
import type { World } from '../world'
import { browserSession, signedInUser } from './browser-session'
import { issueCode, ownerOf } from './codes'
import { consentPage, errorPage } from './consent-page'
import { missingParameter, oauthError, type OAuthError } from './errors'
import { readChallenge } from './pkce'
import { isRegisteredRedirect, withParameters } from './redirect-uris'
import { hasMatchingToken } from './tokens'

type Parameters = Record<string, string | undefined>

const NAMES = [
  'client_id',
  'redirect_uri',
  'response_type',
  'state',
  'code_challenge',
  'code_challenge_method',
]

/** `scope` is not among them: Fullscript ignores it and gives the application's own scopes. */
const pick = (source: Fields): Parameters =>
  Object.fromEntries(NAMES.map((name) => [name, typeof source[name] === 'string' ? source[name] : undefined]))

export function addAuthorize(app: FastifyInstance, world: World): void {
  for (const path of ['/oauth/authorize', '/api/oauth/authorize']) {
    app.get(path, (request, reply) => {
      const parameters = pick(request.query as Fields)
      const checked = checkClient(world, reply, parameters)
      if (!checked) return reply
      const session = browserSession(world, request, reply)
      const user = signedInUser(world, session)
      if (!user) {
        session.returnTo = request.url
        return reply.redirect('/login', 302)
      }
      const problem = checkRequest(world, parameters)
      if (problem) return redirectError(reply, parameters, problem)
      const owner = ownerOf(checked.application, user)
      if (hasMatchingToken(world, checked.application.id, owner.id, checked.application.scopes)) {
        return giveCode(world, reply, checked.application, user, parameters)
      }
      session.returnTo = request.url
      const clinic = world.store.clinics.get(user.clinicId)
      if (!clinic) throw new Error('a user without a clinic')
      const { application } = checked
      return sendPage(
        reply,
        consentPage({ application, user, clinic, csrf: session.csrf, action: path, parameters }),
      )
    })

    app.post(path, (request, reply) => decide(world, request, reply))
  }
}

function decide(world: World, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const fields = fieldsOf(request)
  const parameters = pick(fields)
  const checked = checkClient(world, reply, parameters)
  if (!checked) return reply
  const session = browserSession(world, request, reply)
  const user = signedInUser(world, session)
  if (!user || fields['authenticity_token'] !== session.csrf) return reply.redirect('/login', 303)
  const problem = checkRequest(world, parameters)
  if (problem) return redirectError(reply, parameters, problem)
  if (fields['decision'] !== 'authorize') return redirectError(reply, parameters, oauthError('access_denied'))
  return giveCode(world, reply, checked.application, user, parameters)
}

/** Errors here must not redirect (R-DK-08); a redirect URI that is not registered is Fullscript's 404. */
function checkClient(
  world: World,
  reply: FastifyReply,
  parameters: Parameters,
): { application: Application } | undefined {
  const clientId = parameters['client_id']
  if (!clientId) {
    sendPage(reply, errorPage('An error has occurred', missingParameter('client_id').description), 400)
    return undefined
  }
  const application = world.store.applicationByClientId(clientId)
  if (!application) {
    sendPage(reply, errorPage('An error has occurred', oauthError('invalid_client').description), 401)
    return undefined
  }
  const redirectUri = parameters['redirect_uri']
  if (!redirectUri || !isRegisteredRedirect(redirectUri, application.redirectUris, world.settings)) {
    sendPage(reply, errorPage('Page not found', 'The page you were looking for does not exist.'), 404)
    return undefined
  }
  return { application }
}

/** Errors that travel back to the application. */
function checkRequest(world: World, parameters: Parameters): OAuthError | null {
  if (!parameters['response_type']) return missingParameter('response_type')
  if (parameters['response_type'] !== 'code') return oauthError('unsupported_response_type')
  if (!readChallenge(world, parameters).ok) return oauthError('invalid_code_challenge_method')
  return null
}

function redirectError(reply: FastifyReply, parameters: Parameters, problem: OAuthError): FastifyReply {
  return back(reply, parameters, { error: problem.error, error_description: problem.description })
}

function back(reply: FastifyReply, parameters: Parameters, answer: Record<string, string>): FastifyReply {
  const target = withParameters(parameters['redirect_uri'] ?? '', { ...answer, state: parameters['state'] })
  return reply
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'no-referrer')
    .redirect(target, 302)
}

function giveCode(
  world: World,
  reply: FastifyReply,
  application: Application,
  user: User,
  parameters: Parameters,
): FastifyReply {
  const read = readChallenge(world, parameters)
  const code = issueCode(world, {
    application,
    user,
    redirectUri: parameters['redirect_uri'] ?? '',
    challenge: read.ok ? read.challenge : null,
  })
  return back(reply, parameters, { code })
}
