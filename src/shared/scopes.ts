/** Fullscript's permissions, as far as the app has to do with them. */

/** The scopes the app needs, and what each is for (mission/003). */
export const SCOPES = [
  { scope: 'catalog:read', purpose: 'Show product and brand names in the chart' },
  { scope: 'clinic:read', purpose: 'Know which Fullscript clinic and practitioner you are' },
  { scope: 'clinic:write', purpose: 'Open the plan builder for you' },
  { scope: 'patients:read', purpose: 'Read treatment plans into the chart' },
  { scope: 'patients:write', purpose: 'Hand the patient to the plan builder' },
  { scope: 'patients:treatment_plan_history', purpose: 'Bring plans made in Fullscript into the chart' },
] as const

/**
 * The scopes of ours that a failure's detail names: each by its own name, or those of a family where Fullscript says no
 * more than that ("catalog", fullscript.md 2.5).
 */
export const scopesNamed = (named: string): string[] =>
  named
    .split(' ')
    .filter((name) => name !== '')
    .flatMap((name) =>
      SCOPES.map(({ scope }) => scope).filter((scope) => scope === name || scope.startsWith(`${name}:`)),
    )

/** What a missing scope keeps a person from, in the practice's words. */
export const purposeOf = (scope: string): string =>
  SCOPES.find((known) => known.scope === scope)?.purpose ?? scope
