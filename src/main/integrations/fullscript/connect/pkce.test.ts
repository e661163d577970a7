/** Proves that state and verifier are long, fresh and well-formed, and that the challenge is the RFC's S256. */
import { describe, expect, it } from 'vitest'
import { codeChallenge, newCodeVerifier, newState, sameSecret } from './pkce'

describe('PKCE', () => {
  it('R-7636-02: the example of RFC 7636 appendix B', () => {
    expect(codeChallenge('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    )
  })

  it('R-7636-01: 100,000 verifiers are 43 unreserved characters and all different', () => {
    const verifiers = Array.from({ length: 100_000 }, newCodeVerifier)
    expect(verifiers.every((verifier) => /^[A-Za-z0-9\-._~]{43}$/.test(verifier))).toBe(true)
    expect(new Set(verifiers).size).toBe(verifiers.length)
  })
})

describe('state', () => {
  it('R-6749-04: 100,000 states of 32 random bytes, no two the same', () => {
    const states = Array.from({ length: 100_000 }, newState)
    expect(new Set(states).size).toBe(states.length)
    expect(Buffer.from(newState(), 'base64url')).toHaveLength(32)
  })

  it('is the same only when every character is', () => {
    const state = newState()
    expect(sameSecret(state, state)).toBe(true)
    const wrong = [
      '',
      state.slice(1),
      `${state}a`,
      state.toUpperCase() === state ? `${state}b` : state.toUpperCase(),
      `${state.slice(0, -1)}é`,
    ]
    for (const other of wrong) expect(sameSecret(other, state)).toBe(false)
  })
})
