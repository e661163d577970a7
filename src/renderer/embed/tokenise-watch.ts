/**
 * Watches the package hand the patient over. The package posts the patient to Fullscript and, when that fails in any
 * way, goes on silently without one (F-810); so the call is looked at on its way through.
 */

export type TokeniseOutcome = 'sent' | 'not-sent'

/**
 * Wraps `fetch`. `watch` gets the address of each call and answers with whom to tell when it is the tokenise call, or
 * null to leave the call alone. Answers pass through unchanged, and are judged before the package sees them.
 */
export function watchTokenise(
  realFetch: typeof fetch,
  watch: (address: string) => ((outcome: TokeniseOutcome) => void) | null,
): typeof fetch {
  return async (input, init) => {
    const address = typeof input === 'string' ? input : input instanceof URL ? input.href : input.url
    const tell = watch(address)
    if (tell === null) return realFetch(input, init)
    let response: Response
    try {
      response = await realFetch(input, init)
    } catch (error) {
      tell('not-sent')
      throw error
    }
    tell(response.ok && (await hasDataToken(response.clone())) ? 'sent' : 'not-sent')
    return response
  }
}

async function hasDataToken(response: Response): Promise<boolean> {
  try {
    const body: unknown = await response.json()
    if (typeof body !== 'object' || body === null) return false
    const token: unknown = Reflect.get(body, 'data_token')
    return typeof token === 'string' && token !== ''
  } catch {
    return false
  }
}
