/** Node's own way to the network behind the port that Electron's stands behind in the app, for tests that run in Node. */
import { NotSent, Untrusted, type Fetch } from '../../src/main/integrations/fullscript/http/http'

/** With these there was no connection, so the server has seen nothing of the request. */
const NOT_SENT = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/
const UNTRUSTED = /CERT|UNABLE_TO_VERIFY/

export const nodeFetch: Fetch = async (address, init) => {
  try {
    return await fetch(address, { ...init, redirect: 'manual', credentials: 'omit' })
  } catch (error) {
    const cause: unknown = error instanceof Error ? error.cause : null
    const code: unknown = typeof cause === 'object' && cause !== null ? Reflect.get(cause, 'code') : null
    if (typeof code === 'string' && UNTRUSTED.test(code)) throw new Untrusted(code)
    throw typeof code === 'string' && NOT_SENT.test(code) ? new NotSent(code) : error
  }
}
