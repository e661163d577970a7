/** The page on which a person lets the application in, with its scopes grouped as Fullscript groups them. */
import { html, type Markup } from '../http/html'
import { centred } from '../http/layout'
import type { Application, Clinic, User } from '../store/types'

const GROUPS: { title: string; prefix: string; lines: Record<string, string> }[] = [
  {
    title: 'Catalog',
    prefix: 'catalog',
    lines: { 'catalog:read': 'See brands, products and their sizes' },
  },
  {
    title: 'Clinic and practitioner account',
    prefix: 'clinic',
    lines: {
      'clinic:read': 'See your clinic account and its practitioners',
      'clinic:write': 'Add and change users, and act for practitioners, such as opening a treatment plan',
    },
  },
  {
    title: 'Patients',
    prefix: 'patients',
    lines: {
      'patients:read': 'See patients and the plans made through this application',
      'patients:write': 'Add and change patients',
      'patients:treatment_plan_history': 'See every treatment plan of your patients',
      'patients:order_history': 'See what your patients ordered',
    },
  },
]

const access = (scopes: string[]): string =>
  scopes.some((scope) => scope.endsWith(':write')) ? 'read and write' : 'read-only'

export function consentPage(input: {
  application: Application
  user: User
  clinic: Clinic
  csrf: string
  action: string
  parameters: Record<string, string | undefined>
}): Markup {
  const { application, user, clinic, csrf } = input
  const groups = GROUPS.map((group) => ({
    ...group,
    scopes: application.scopes.filter((scope) => scope.startsWith(`${group.prefix}:`)),
  })).filter((group) => group.scopes.length > 0)
  return centred(
    `Authorize ${application.name}`,
    html`<div class="card stack">
        <div>
          <h1>Authorize ${application.name}?</h1>
          <p>
            <strong>${application.name}</strong> would like to use your Fullscript account at
            <strong>${clinic.name}</strong>.
          </p>
        </div>
        <ul style="list-style:none;margin:0;padding:0;border-top:1px solid var(--line)" data-testid="scopes">
          ${groups.map(
            (group) =>
              html`<li style="padding:.8rem 0;border-bottom:1px solid var(--line)">
                <h2>
                  ${group.title}
                  <span class="muted small" style="font-weight:400">· ${access(group.scopes)}</span>
                </h2>
                <ul class="muted" style="margin:0;padding-left:1.1rem">
                  ${group.scopes.map((scope) => html`<li data-scope="${scope}">${group.lines[scope] ?? scope}</li>`)}
                </ul>
              </li>`,
          )}
        </ul>
        <form method="post" action="${input.action}" class="stack">
          <input type="hidden" name="authenticity_token" value="${csrf}" />
          ${Object.entries(input.parameters).map(
            ([name, value]) =>
              value !== undefined && html`<input type="hidden" name="${name}" value="${value}" />`,
          )}
          <button
            style="width:100%;min-height:48px"
            name="decision"
            value="authorize"
            data-testid="authorize"
            autofocus
          >
            Authorize Application
          </button>
          <button class="quiet" style="width:100%" name="decision" value="cancel" data-testid="cancel">
            Cancel
          </button>
        </form>
      </div>
      <form class="foot muted small" method="post" action="/logout">
        <input type="hidden" name="authenticity_token" value="${csrf}" />
        Signed in as ${user.firstName} ${user.lastName} (${user.email}).
        <button class="plain small" data-testid="switch-account">Use another account</button>
      </form>`,
    true,
  )
}

export const errorPage = (title: string, text: string): Markup =>
  centred(
    title,
    html`<div class="card" data-testid="oauth-error">
      <h1>${title}</h1>
      <p>${text}</p>
    </div>`,
  )
