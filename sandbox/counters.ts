/** What happened, counted: the fault suites compare these with what a client believes. */

export type GrantTypeCount = { received: number; succeeded: number }

export class Counters {
  /** Requests that arrived, by `METHOD /route`. A request a fault swallowed counts as well. */
  requests: Record<string, number> = {}
  /** Answers given, by `METHOD /route status`; an answer that a fault cut off counts as given. */
  answers: Record<string, number> = {}
  /** Token endpoint by grant type. `received` counts swallowed requests, `succeeded` only issued pairs. */
  token: Record<string, GrantTypeCount> = {}
  codesIssued = 0
  codesExchanged = 0
  refreshes = 0
  revocations = 0
  previousRevokedOnUse = 0
  grantsIssued = 0
  grantsClaimed = 0
  grantsRefused = 0
  tokenized = 0
  plansActivated = 0
  faultsInjected = 0

  request(key: string): void {
    this.requests[key] = (this.requests[key] ?? 0) + 1
  }

  answer(key: string): void {
    this.answers[key] = (this.answers[key] ?? 0) + 1
  }

  grantType(name: string, what: keyof GrantTypeCount): void {
    const count = (this.token[name] ??= { received: 0, succeeded: 0 })
    count[what] += 1
  }
}
