/**
 * Trusted Types default policy (E-07): imported first. Mantine fills its own style elements through `innerHTML`, so
 * text without any markup is let through; everything else that wants to become HTML or a script is refused.
 */
type PolicyFactory = {
  createPolicy(name: string, rules: { createHTML: (text: string) => string | null }): unknown
}

const factory = (window as { trustedTypes?: PolicyFactory }).trustedTypes
factory?.createPolicy('default', { createHTML: (text) => (text.includes('<') ? null : text) })
