/** The control page for people, at /control. It uses the control API and reloads. */
import type { FastifyInstance } from 'fastify'
import { html, raw, type Markup } from '../http/html'
import { document } from '../http/layout'
import { newToken } from '../ids'
import type { World } from '../world'
import { action } from './page-action'
import { accountsSection, applicationsSection } from './page-accounts'
import { PRESETS } from './presets'

const CSS = `
main{max-width:1080px;margin:0 auto;padding:1.25rem;display:grid;gap:1.25rem}
header.top{background:var(--forest);color:#fff;padding:.9rem 1.25rem;display:flex;justify-content:space-between;gap:1rem;flex-wrap:wrap;align-items:baseline}
header.top h1{margin:0;font-size:1.15rem}
section{background:#fff;border:1px solid var(--line);border-radius:12px;padding:1rem 1.25rem}
table{border-collapse:collapse;width:100%;font-size:.85rem}
th,td{text-align:left;padding:.4rem .6rem .4rem 0;border-bottom:1px solid var(--line);vertical-align:middle}
.buttons{display:flex;gap:.5rem;flex-wrap:wrap}
.buttons button,td button{white-space:nowrap;min-height:36px;padding:.3rem .75rem;font-size:.88rem}
form.inline{display:inline}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(300px,1fr));gap:1rem}
td select{min-height:36px;padding:.25rem .4rem;font-size:.88rem}
label.check{display:inline-flex;gap:.4rem;align-items:center;font-weight:400;margin-right:.9rem}
`

/** Forms carry their JSON in data-body; fields of the form are added, lists split at line ends. */
const SCRIPT = `
document.addEventListener('submit', async (event) => {
  event.preventDefault()
  const form = event.target
  const body = JSON.parse(form.dataset.body || '{}')
  for (const field of form.elements) {
    if (!field.name) continue
    const target = form.dataset.under ? (body[form.dataset.under] ??= {}) : body
    if (field.type === 'checkbox' && field.dataset.list) {
      target[field.name] ??= []
      if (field.checked) target[field.name].push(field.value)
    } else if (field.type === 'checkbox') target[field.name] = field.checked
    else if (field.dataset.lines !== undefined) target[field.name] = field.value.split(/\\s+/).filter(Boolean)
    else if (field.value !== '') target[field.name] = field.value
  }
  const response = await fetch('/control/api/' + form.dataset.api, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
  })
  if (response.ok) location.reload()
  else document.getElementById('problem').textContent = await response.text()
})
`

export function addControlPage(app: FastifyInstance, world: World): void {
  app.get('/control', (_request, reply) => {
    const nonce = newToken()
    return reply
      .header(
        'content-security-policy',
        `default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'nonce-${nonce}'; connect-src 'self'; frame-ancestors 'none'`,
      )
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(controlPage(world, nonce).text)
  })
}

const controlPage = (world: World, nonce: string): Markup =>
  document({
    title: 'Controls · local Fullscript',
    css: CSS,
    body: html`<header class="top">
        <h1>Local Fullscript: controls</h1>
        <span>Its clock: ${world.clock.iso()}</span>
      </header>
      <main>
        <p id="problem" role="alert"></p>
        ${clockSection()} ${accountsSection(world)} ${applicationsSection(world)} ${settingsSection(world)}
        ${faultsSection(world)} ${plansSection(world)} ${countersSection(world)}
      </main>
      <script nonce="${nonce}">
        ${raw(SCRIPT)}
      </script>`,
  })

const MINUTE = 60_000
const JUMPS: [string, number][] = [
  ['1 minute', MINUTE],
  ['2 minutes: grants lapse', 2 * MINUTE],
  ['10 minutes: codes lapse', 10 * MINUTE],
  ['2 hours: access tokens lapse', 120 * MINUTE],
  ['30 days', 43_200 * MINUTE],
]

const clockSection = (): Markup =>
  html`<section>
    <h2>Move the clock forward</h2>
    <div class="buttons">
      ${JUMPS.map(([label, milliseconds]) => action(label, 'clock/advance', { milliseconds }))}
      ${action('Start everything over', 'reset')}
    </div>
  </section>`

const SWITCHES: [string, string][] = [
  ['pkce', 'Honour PKCE'],
  ['anyLoopbackPort', 'Redirect URIs: any port of a loopback address'],
  ['acceptPlainChallenge', 'Accept the plain challenge'],
  ['revokeOnCodeReuse', 'A code used twice revokes its token'],
  ['revokeExpiredAccessTokens', 'Expired access tokens can be revoked'],
  ['tokenEndpointFormOnly', 'Token endpoint refuses JSON'],
  ['restrictedAccess', 'Restricted endpoints are open'],
]

function settingsSection(world: World): Markup {
  const settings = world.settings as unknown as Record<string, unknown>
  const choice = (name: string, values: string[]) =>
    html`<label style="max-width:14rem"
      >${name}
      <select name="${name}">
        ${values.map((value) => html`<option ${settings[name] === value ? raw('selected') : null}>${value}</option>`)}
      </select></label
    >`
  return html`<section>
    <h2>Behaviour</h2>
    <form data-api="settings" class="stack">
      <div class="buttons">
        ${choice('rotation', ['lazy', 'immediate'])} ${choice('unknownPatient', ['selector', 'error'])}
      </div>
      <div>
        ${SWITCHES.map(
          ([name, label]) =>
            html`<label class="check"
              ><input
                type="checkbox"
                name="${name}"
                ${settings[name] === true ? raw('checked') : null}
              />${label}</label
            >`,
        )}
      </div>
      <button>Keep</button>
    </form>
    <p class="buttons" style="margin-top:.8rem">
      ${action('Rate limit: 5 requests a minute', 'settings', {
        rateLimit: { requests: 5, windowSeconds: 60, retryAfter: '30' },
      })}
      ${action('No rate limit', 'settings', { rateLimit: null })}
    </p>
  </section>`
}

const faultsSection = (world: World): Markup =>
  html`<section>
    <h2>Faults</h2>
    <div class="buttons">${PRESETS.map(({ name, fault }) => action(name, 'faults', fault))}</div>
    ${
      world.faults.list().length > 0 &&
      html`<table style="margin-top:.8rem">
        <thead>
          <tr>
            <th>Where</th>
            <th>What</th>
            <th>Hits</th>
            <th>Left</th>
            <th></th>
          </tr>
        </thead>
        <tbody>
          ${world.faults.list().map(
            (fault) =>
              html`<tr>
                <td>${fault.method ?? 'any'} ${fault.path} ${fault.grantType}</td>
                <td><code>${JSON.stringify(fault.effect)}</code></td>
                <td>${fault.hits}</td>
                <td>${fault.count ?? 'until removed'}</td>
                <td>${action('Remove', 'faults/remove', { id: fault.id })}</td>
              </tr>`,
          )}
        </tbody>
      </table>`
    }
  </section>`

function plansSection(world: World): Markup {
  const { store } = world
  const who = (id: string) => {
    const person = store.patients.get(id) ?? store.users.get(id)
    return person ? `${person.firstName} ${person.lastName}` : id
  }
  const plans = [...store.plans.values()].sort((a, b) => b.createdAt - a.createdAt).slice(0, 20)
  return html`<section>
    <h2>Plans</h2>
    <table>
      <thead>
        <tr>
          <th>Patient</th>
          <th>Practitioner</th>
          <th>State</th>
          <th>Items</th>
          <th>Made</th>
          <th></th>
        </tr>
      </thead>
      <tbody>
        ${plans.map(
          (plan) =>
            html`<tr>
              <td>${who(plan.patientId)}</td>
              <td>${who(plan.practitionerId)}</td>
              <td>${plan.state}</td>
              <td>${plan.recommendations.length + plan.labTestIds.length}</td>
              <td>${world.clock.iso(plan.createdAt).slice(0, 16).replace('T', ' ')}</td>
              <td class="buttons">
                ${
                  plan.state === 'active' && [
                    action('Patient orders', 'orders', { planId: plan.id }),
                    action('Cancel', 'plans/cancel', { planId: plan.id }),
                  ]
                }
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${[...store.labOrders.values()].map(
      (order) =>
        html`<p class="buttons" style="margin-top:.6rem">
          Lab order of ${who(order.patientId)}: <strong>${order.state}</strong>
          ${['processing', 'partial_results', 'results_ready', 'results_amended'].map((state) =>
            action(state, 'labs', { labOrderId: order.id, state }),
          )}
        </p>`,
    )}
  </section>`
}

const countersSection = ({ counters }: World): Markup =>
  html`<section>
    <h2>Counters</h2>
    <div class="pair">
      <table>
        <tbody>
          ${Object.entries(counters)
            .filter(([, value]) => typeof value === 'number')
            .map(
              ([name, value]) =>
                html`<tr>
                  <td>${name}</td>
                  <td>${String(value)}</td>
                </tr>`,
            )}
        </tbody>
      </table>
      <table>
        <tbody>
          ${Object.entries(counters.answers).map(
            ([name, count]) =>
              html`<tr>
                <td>${name}</td>
                <td>${count}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`
