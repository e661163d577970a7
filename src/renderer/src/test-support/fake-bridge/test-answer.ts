/** What Fullscript answers to each step of the connection test. */
import type { TestAnswer } from '../../../../shared/contract/fullscript'

export function testAnswer(step: TestAnswer['step'], now: number): TestAnswer {
  const common = { step, ok: true, failure: null, status: 200, milliseconds: 84, expiresAt: null }
  switch (step) {
    case 'oauth':
      return {
        ...common,
        fields: [
          { label: 'access_token', value: '96x5… (64 characters)' },
          { label: 'token_type', value: 'Bearer' },
          { label: 'scope', value: 'catalog:read clinic:read clinic:write patients:read patients:write' },
          { label: 'resource_owner.type', value: 'Practitioner' },
        ],
      }
    case 'clinic':
      return {
        ...common,
        milliseconds: 112,
        fields: [
          { label: 'name', value: 'Meadow & Stone' },
          { label: 'id', value: 'c1a0196f-5615-4874-a2f4-48d459180b09' },
        ],
      }
    case 'grant':
      return {
        ...common,
        milliseconds: 131,
        expiresAt: now + 120_000,
        fields: [
          { label: 'secret_token', value: 'yLGA… (48 characters)' },
          { label: 'user.type', value: 'Practitioner' },
          { label: 'expires_at', value: new Date(now + 120_000).toISOString() },
        ],
      }
  }
}
