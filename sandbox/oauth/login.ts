/** The sign-in page, at /login as on the real hosts. */
import type { FastifyInstance } from 'fastify'
import { fieldsOf, textOf } from '../http/body'
import { html, type Markup } from '../http/html'
import { centred, sendPage } from '../http/layout'
import type { World } from '../world'
import { browserSession, signedInUser, startSession } from './browser-session'

export function addLogin(app: FastifyInstance, world: World): void {
  app.get('/login', (request, reply) => {
    const session = browserSession(world, request, reply)
    return sendPage(reply, loginPage(session.csrf, '', null))
  })

  app.post('/login', (request, reply) => {
    const session = browserSession(world, request, reply)
    const fields = fieldsOf(request)
    const email = textOf(fields['email']) ?? ''
    if (fields['authenticity_token'] !== session.csrf) {
      return sendPage(reply, loginPage(session.csrf, email, 'Please try once more.'), 422)
    }
    const user = world.store.userByEmail(email)
    if (!user || user.password !== textOf(fields['password'])) {
      return sendPage(reply, loginPage(session.csrf, email, 'That e-mail and password do not match.'), 422)
    }
    world.store.browserSessions.delete(session.id)
    const fresh = startSession(world, reply)
    fresh.userId = user.id
    user.inviteAccepted = true
    return reply.redirect(session.returnTo ?? '/login/done', 303)
  })

  app.get('/login/done', (request, reply) => {
    const user = signedInUser(world, browserSession(world, request, reply))
    if (!user) return reply.redirect('/login', 303)
    return sendPage(
      reply,
      centred(
        'Signed in',
        html`<div class="card">
          <h1>You are signed in</h1>
          <p>${user.firstName} ${user.lastName}</p>
        </div>`,
      ),
    )
  })

  app.post('/logout', (request, reply) => {
    const session = browserSession(world, request, reply)
    if (fieldsOf(request)['authenticity_token'] !== session.csrf) return reply.redirect('/login', 303)
    world.store.browserSessions.delete(session.id)
    startSession(world, reply).returnTo = session.returnTo
    return reply.redirect('/login', 303)
  })
}

function loginPage(csrf: string, email: string, problem: string | null): Markup {
  return centred(
    'Sign in',
    html`<form class="card stack" method="post" action="/login" data-testid="login-form">
        <h1>Sign in to your account</h1>
        ${problem && html`<div class="notice bad" role="alert" data-testid="login-problem">${problem}</div>`}
        <input type="hidden" name="authenticity_token" value="${csrf}" />
        <div>
          <label for="email">E-mail</label>
          <input
            id="email"
            name="email"
            type="email"
            autocomplete="username"
            required
            autofocus
            value="${email}"
          />
        </div>
        <div>
          <label for="password">Password</label>
          <input id="password" name="password" type="password" autocomplete="current-password" required />
        </div>
        <button style="width:100%" type="submit" data-testid="login-submit">Sign in</button>
      </form>
      <p class="foot">New here? <a href="#sign-up" data-testid="sign-up">Create an account</a></p>`,
  )
}
