/**
 * The least that opening Fullscript can cost: one request for a session grant, then one frame with Fullscript's page
 * in a page that is open already, on an https origin that is answered once, with a process and an in-memory partition
 * of its own.
 */
import { app, session, WebContentsView, BrowserWindow } from 'electron'
import { randomUUID } from 'node:crypto'
import { answer } from '../lib/answer'

export type BareFrameRequest =
  | { prepare: { pageOrigin: string } }
  | { open: { grants: string; accessToken: string; entry: string } }
  | { close: true }

export type BareFrameTimes = { grant: number; frame: number }

const folder = process.env['BENCH_USER_DATA']
if (folder) app.setPath('userData', folder)

const window = app.whenReady().then(() => new BrowserWindow({ width: 1280, height: 800, show: false }))
let view: WebContentsView | null = null

async function prepare(pageOrigin: string): Promise<void> {
  const shown = await window
  const partition = session.fromPartition(`bare-${randomUUID()}`)
  view = new WebContentsView({ webPreferences: { session: partition, sandbox: true } })
  view.setBounds({ x: 0, y: 0, width: 1280, height: 800 })
  shown.contentView.addChildView(view)
  shown.show()
  partition.protocol.handle('https', () => {
    partition.protocol.unhandle('https')
    const html = '<!doctype html><title>Bare</title><body></body>'
    return new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8' } })
  })
  await view.webContents.loadURL(`${pageOrigin}/`)
}

async function open(input: { grants: string; accessToken: string; entry: string }): Promise<BareFrameTimes> {
  if (!view) throw new Error('There is no page')
  const from = performance.now()
  const response = await fetch(input.grants, {
    method: 'POST',
    headers: { authorization: `Bearer ${input.accessToken}`, 'content-type': 'application/json' },
    body: '{}',
  })
  const { secret_token: secret } = (await response.json()) as { secret_token: string }
  const grant = performance.now() - from
  const address = new URL(input.entry)
  address.searchParams.set('secret_token', secret)
  const frame: unknown = await view.webContents.mainFrame.executeJavaScript(`new Promise((resolve) => {
    const from = performance.now()
    const frame = document.createElement('iframe')
    frame.style.cssText = 'border: 0; width: 100%; height: 700px'
    frame.onload = () => resolve(performance.now() - from)
    frame.src = ${JSON.stringify(address.href)}
    document.body.append(frame)
  })`)
  return { grant, frame: Number(frame) }
}

async function close(): Promise<void> {
  if (!view) return
  const shown = await window
  // A window behind another one is not painted: each of the two apps has the screen to itself in its turn.
  shown.hide()
  shown.contentView.removeChildView(view)
  const gone = new Promise<void>((resolve) => view?.webContents.once('destroyed', resolve))
  view.webContents.close()
  await gone
  view = null
}

answer(async (request: BareFrameRequest) => {
  if ('prepare' in request) await prepare(request.prepare.pageOrigin)
  else if ('open' in request) return open(request.open)
  else await close()
  return null
})
