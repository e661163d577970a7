/** Control page: the people with their tokens, and the applications with their registration. */
import { html, raw, type Markup } from '../http/html'
import { ALL_SCOPES } from '../seed/applications'
import type { Application } from '../store/types'
import type { World } from '../world'
import { action } from './page-action'
import { readState } from './state'

export function accountsSection(world: World): Markup {
  const { live } = readState(world)
  return html`<section>
    <h2>Accounts</h2>
    <table>
      <thead>
        <tr>
          <th>Name</th>
          <th>Role</th>
          <th>E-mail</th>
          <th>Password</th>
          <th>Live refresh tokens</th>
          <th></th>
        </tr>
      </thead>
      <tbody>
        ${[...world.store.users.values()].map(
          (user) =>
            html`<tr>
              <td>${user.firstName} ${user.lastName}</td>
              <td>${user.storeOwner ? 'Store owner' : user.type}</td>
              <td>${user.email}</td>
              <td>${user.inviteAccepted ? user.password : 'invited'}</td>
              <td>${live[user.id]?.refresh ?? 0}</td>
              <td>${action('Revoke in the web app', 'revoke-user', { user: user.id })}</td>
            </tr>`,
        )}
      </tbody>
    </table>
    <p class="buttons" style="margin-top:.8rem">${action('Sign every browser out', 'sign-out-browsers')}</p>
  </section>`
}

export const applicationsSection = (world: World): Markup =>
  html`<section>
    <h2>Applications</h2>
    <div class="pair">${[...world.store.applications.values()].map(applicationForm)}</div>
  </section>`

const applicationForm = (application: Application): Markup =>
  html`<form
    class="stack"
    data-api="application"
    data-body="${JSON.stringify({ clientId: application.clientId })}"
    data-under="change"
  >
    <h3>${application.name}</h3>
    <p class="small muted">
      Client id <code>${application.clientId}</code><br />Public key <code>${application.publicKey}</code>
    </p>
    <div>
      ${ALL_SCOPES.map(
        (scope) =>
          html`<label class="check"
            ><input
              type="checkbox"
              name="scopes"
              data-list="1"
              value="${scope}"
              ${application.scopes.includes(scope) ? raw('checked') : null}
            />${scope}</label
          >`,
      )}
    </div>
    <label
      >Redirect URIs<textarea name="redirectUris" data-lines rows="5" style="font-size:.82rem">
${application.redirectUris.join('\n')}</textarea>
    </label>
    <label
      >Origin URIs<textarea name="originUris" data-lines rows="2" style="font-size:.82rem">
${application.originUris.join('\n')}</textarea>
    </label>
    <label>New client secret<input name="clientSecret" autocomplete="off" placeholder="unchanged" /></label>
    <button>Keep</button>
  </form>`
