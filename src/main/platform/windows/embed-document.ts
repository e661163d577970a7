/** The page that hosts Fullscript's embed: one self-contained document, and how it is answered exactly once. */
import { readFileSync } from 'node:fs'
import type { Session } from 'electron'
import { embedPolicy, inlineScriptHashes } from '../security/content-security-policy'
import type { EmbedAddresses } from '../../integrations/fullscript/embed/embed-ports'

export type EmbedDocument = { html: string; scriptHashes: readonly string[] }

/** Throws when the build is incomplete: a page without its script could never mount anything. */
export function readEmbedDocument(file: string): EmbedDocument {
  const html = readFileSync(file, 'utf8')
  const scriptHashes = inlineScriptHashes(html)
  if (scriptHashes.length === 0) throw new Error('The embed page has no script')
  return { html, scriptHashes }
}

export function embedHeaders(
  document: EmbedDocument,
  { fullscriptOrigin }: EmbedAddresses,
): Record<string, string> {
  return {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': embedPolicy(document.scriptHashes, fullscriptOrigin),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'strict-origin-when-cross-origin',
    // Warms the connection for the page's own call; nothing is sent over it before a mount.
    link: `<${fullscriptOrigin}>; rel=preconnect; crossorigin`,
  }
}

/**
 * Answers https in this session for one request only, and only if it is for our page (origin.md section 10). After
 * that, and whatever happened, the session's https is the browser's own again. Returns the way to disarm it early.
 */
export function answerOnce(session: Session, document: EmbedDocument, addresses: EmbedAddresses): () => void {
  const disarm = () => {
    if (session.protocol.isProtocolHandled('https')) session.protocol.unhandle('https')
  }
  disarm()
  session.protocol.handle('https', (request) => {
    disarm()
    if (request.url !== `${addresses.pageOrigin}/`) return new Response(null, { status: 404 })
    return new Response(document.html, { headers: embedHeaders(document, addresses) })
  })
  return disarm
}
