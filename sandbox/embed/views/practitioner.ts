/** Whom a staff member or the store owner acts for. */
import { html, type Markup } from '../../http/html'
import type { FrameSession } from '../../store/store'
import type { User } from '../../store/types'
import { csrfField, heading, nameOf } from './shell'

export const practitionerView = (
  frame: FrameSession,
  practitioners: User[],
  describe: (user: User) => string,
): Markup =>
  html`<div class="narrow">
    ${heading('Who is this plan from?')}
    <p class="muted">The patient sees this practitioner’s name on the plan.</p>
    <form method="post" action="/embed/app/practitioner">
      ${csrfField(frame)}
      <ul class="choices" data-testid="practitioners">
        ${practitioners.map(
          (user) =>
            html`<li>
              <button class="choice" name="practitioner_id" value="${user.id}" data-testid="practitioner">
                <span
                  ><strong>${nameOf(user)}</strong><span class="muted small">${describe(user)}</span></span
                >
                <span class="go" aria-hidden="true">Choose</span>
              </button>
            </li>`,
        )}
      </ul>
    </form>
  </div>`
