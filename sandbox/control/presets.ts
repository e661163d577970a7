/** Ready-made faults for the control page. */
import type { FaultInput } from './faults'

const TOKEN = '/api/oauth/token'
const GRANTS = '/api/clinic/embeddable/session_grants'
const INVALID_GRANT = JSON.stringify({
  error: 'invalid_grant',
  error_description: 'The provided authorization grant is invalid.',
})

export const PRESETS: { name: string; fault: FaultInput }[] = [
  {
    name: 'API slow by 5 seconds',
    fault: { path: '/api/*', count: 10, effect: { kind: 'delay', milliseconds: 5000 } },
  },
  {
    name: 'API answers 429, Retry-After 5',
    fault: { path: '/api/clinic*', effect: { kind: 'status', status: 429, headers: { 'retry-after': '5' } } },
  },
  { name: 'API answers 503', fault: { path: '/api/*', effect: { kind: 'status', status: 503 } } },
  {
    name: 'Refresh answers invalid_grant',
    fault: {
      path: TOKEN,
      grantType: 'refresh_token',
      effect: { kind: 'json', status: 400, body: INVALID_GRANT },
    },
  },
  {
    name: 'Refresh lost before it is processed',
    fault: { path: TOKEN, grantType: 'refresh_token', effect: { kind: 'drop', when: 'before' } },
  },
  {
    name: 'Refresh processed, reply lost',
    fault: { path: TOKEN, grantType: 'refresh_token', effect: { kind: 'drop', when: 'after' } },
  },
  {
    name: 'Code exchange processed, reply lost',
    fault: { path: TOKEN, grantType: 'authorization_code', effect: { kind: 'drop', when: 'after' } },
  },
  { name: 'Token reply cut off', fault: { path: TOKEN, effect: { kind: 'truncate' } } },
  {
    name: 'Token endpoint gives an HTML page',
    fault: { path: TOKEN, effect: { kind: 'html', status: 200 } },
  },
  {
    name: 'Token reply without a refresh token',
    fault: { path: TOKEN, effect: { kind: 'merge', set: { oauth: { refresh_token: null } } } },
  },
  { name: 'Session grants answer 500', fault: { path: GRANTS, effect: { kind: 'status', status: 500 } } },
  {
    name: 'Tokenize fails',
    fault: { path: '/api/embeddable/tokenize', effect: { kind: 'status', status: 500 } },
  },
  {
    name: 'Embed page never answers',
    fault: { path: '/api/embeddable/session/*', effect: { kind: 'hang', when: 'before' } },
  },
]
