/** A page as a record system has it, with the real SDK from npm in it: for the browser test. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:http'

const SDK = readFileSync(
  createRequire(import.meta.url).resolve('@fullscript/fullscript-js/dist/fullscript-js.umd.min.js'),
  'utf8',
)

const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Host</title>
<style>html,body,#mount{height:100%;margin:0}</style></head><body><div id="mount"></div>
<script src="/sdk.js"></script></body></html>`

/** Returns its origin and a way to close it. */
export async function startHostPage(): Promise<{ origin: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const script = request.url === '/sdk.js'
    response.setHeader('content-type', script ? 'text/javascript' : 'text/html; charset=utf-8')
    response.end(script ? SDK : PAGE)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
