/** Which of the scopes that Yarrow needs (mission/003) a connection lacks. */
import { SCOPES, scopesNamed } from '../../../../shared/scopes'

/** `refused`: what Fullscript has named in refusals of this connection; it knows better than what it once granted. */
export const missingOf = (granted: readonly string[], refused: ReadonlySet<string> = new Set()): string[] => {
  const named = new Set([...refused].flatMap(scopesNamed))
  return SCOPES.map(({ scope }) => scope).filter((scope) => !granted.includes(scope) || named.has(scope))
}
