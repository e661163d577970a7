/**
 * Proves, in real Electron, that the shell stands: our window on app:// behind its walls, the embed on its own https
 * origin with a process and a partition of its own, and every way in which it can fail told in our own window.
 */
import { expect, test } from '@playwright/test'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { windowCalls } from '../../src/shared/contract'
import { intoFrame, keyboardIn, pressRealKey } from '../support/keyboard'
import { EmbedServer, Shell } from './shell-app/shell'
import { bounds, fullscriptFrame, inMain, open, patientId, watchStates } from './shell-app/steps'

let server: EmbedServer
let shell: Shell
let states: () => Promise<string[]>

test.beforeAll(async () => {
  shell = await Shell.start()
})
test.afterAll(() => shell.close())
test.beforeEach(async () => {
  server = new EmbedServer()
  await shell.renew(await server.listen())
  states = await watchStates(shell)
})
test.afterEach(() => server.close())

const lastState = () => expect.poll(async () => (await states()).at(-1))
const toReady = async () => {
  await open(shell)
  await lastState().toBe('ready')
}

test('E-03, E-18: the window is on app://yarrow and finds named calls, and nothing of Node', async () => {
  expect(shell.window.url()).toBe('app://yarrow/')
  const found = await shell.window.evaluate(() => ({
    origin: location.origin,
    secure: isSecureContext,
    node: ['require', 'process', 'Buffer', 'module', 'global'].map(
      (name) => typeof Reflect.get(window, name),
    ),
    areas: Object.keys(window.yarrow),
  }))
  expect(found).toEqual({
    origin: 'app://yarrow',
    secure: true,
    node: Array(5).fill('undefined'),
    areas: [...Object.keys(windowCalls), 'on'],
  })
})

test('opens through asking and loading to ready, over the unmodified package', async () => {
  await toReady()
  expect(await states()).toEqual(['connecting', 'asking', 'loading', 'ready'])
  const frame = await fullscriptFrame(shell)
  expect(await frame.evaluate(() => document.body.textContent)).toContain('Plan builder')
  const entry = server.seen.find((one) => one.path === '/api/embeddable/session/embed/entry')
  expect(entry?.query.get('target_origin')).toBe('https://app.yarrow.localhost')
  expect(entry?.query.get('data_token')).toBe('data-token')
  const tokenise = server.seen.filter((one) => one.path === '/api/embeddable/tokenize')
  expect(tokenise.map((one) => [one.method, one.origin])).toEqual([
    ['OPTIONS', 'https://app.yarrow.localhost'],
    ['POST', 'https://app.yarrow.localhost'],
  ])
  expect(await inMain(shell, ({ shell }) => shell.state.grants, null)).toBe(1)
})

test('opens in a view that was made ready ahead, without a grant until somebody opens it', async () => {
  await shell.window.evaluate(() => window.yarrow.embed.prepare())
  await shell.embedPage()
  expect(await inMain(shell, ({ shell }) => shell.state.grants, null)).toBe(0)
  expect(server.seen).toEqual([])
  await toReady()
  const pages = shell.app.windows().filter((page) => page.url().startsWith('https://'))
  expect(pages).toHaveLength(1)
})

test('a view that is ready leaves https to the browser, and has a session of its own that nothing keeps', async () => {
  await toReady()
  await open(shell, '22222222-2222-4222-8222-222222222222')
  const ready = async () => (await states()).filter((state) => state === 'ready')
  await expect.poll(ready).toHaveLength(2)
  const found = await shell.app.evaluate(({ webContents, session }) => {
    const pages = webContents.getAllWebContents().filter((one) => one.getURL().startsWith('https://'))
    const sessions = pages.map((one) => one.session)
    return {
      different: new Set([session.defaultSession, ...sessions]).size,
      intercepting: sessions.map((one) => one.protocol.isProtocolHandled('https')),
      persistent: sessions.map((one) => one.isPersistent()),
    }
  })
  expect(found).toEqual({ different: 3, intercepting: [false, false], persistent: [false, false] })
})

test('a plan that is sent in the frame reaches main by its ids', async () => {
  server.entry = EmbedServer.sending(
    "{type: FRAME + '.treatmentPlan.activated', payload: {type: 'treatmentPlan.activated', data: {treatmentPlan: {id: 'plan-7', patient: {id: 'fs-patient-1'}}}}}",
  )
  await toReady()
  await expect.poll(() => inMain(shell, ({ shell }) => shell.state.imported, null)).toEqual(['plan-7'])
})

test('F-810: a plan for somebody else takes the view down', async () => {
  server.entry = EmbedServer.sending(
    "{type: FRAME + '.treatmentPlan.activated', payload: {type: 'treatmentPlan.activated', data: {treatmentPlan: {id: 'plan-7', patient: {id: 'fs-patient-2'}}}}}",
  )
  await open(shell)
  await lastState().toBe('failed embed-wrong-patient')
  expect(await inMain(shell, ({ shell }) => shell.state.imported, null)).toEqual([])
})

test("a frame that Fullscript's frame-ancestors refuses is told as refused", async () => {
  server.entry = EmbedServer.page('<p>No</p>', { ancestors: "'none'" })
  await open(shell)
  await lastState().toBe('failed embed-refused')
})

test('an error page is told: at once when the server is broken, after its own word otherwise', async () => {
  server.entry = EmbedServer.page('<p>Oops</p>', { status: 503 })
  await open(shell)
  await lastState().toBe('failed fullscript-trouble')
  server.entry = EmbedServer.page('<p>Gone</p>', { status: 404 })
  await shell.window.evaluate((id) => window.yarrow.embed.retry({ patientId: id }), patientId)
  await lastState().toBe('failed embed-server-error')
})

test('F-401: a grant that Fullscript refuses is replaced once, and then explained', async () => {
  server.entry = (request, response) => {
    response.statusCode = 422
    EmbedServer.sending(
      "{type: 'serverError', payload: ['INVALID_SECRET_TOKEN: The secret_token was invalid.']}",
    )(request, response)
  }
  await open(shell)
  await lastState().toBe('failed embed-grant-expired')
  expect(await states()).toEqual([
    'connecting',
    'asking',
    'loading',
    'asking',
    'loading',
    'failed embed-grant-expired',
  ])
  expect(await inMain(shell, ({ shell }) => shell.state.grants, null)).toBe(2)
})

test('F-810: a patient who could not be handed over opens nothing', async () => {
  server.tokenise = (_request, response) => {
    response.statusCode = 500
    response.end('no')
  }
  await open(shell)
  await lastState().toBe('failed embed-patient-not-sent')
  expect(server.seen.some((one) => one.path.endsWith('/entry'))).toBe(false)
})

test('F-806: when Fullscript breaks off, the grant stands neither in the output nor in the log', async () => {
  server.entry = (request) => request.socket.destroy()
  await open(shell)
  await lastState().toBe('failed fullscript-unreachable')
  const logs = join(shell.userData, 'logs')
  const written = readdirSync(logs).map((file) => readFileSync(join(logs, file), 'utf8'))
  const said = [...shell.output, ...written].join('\n')
  expect(said).toContain('Process warning')
  expect(said).not.toMatch(/secret_token=[^[]/)
  expect(said).not.toContain('grant000')
})

test('a crash of the view is told, and a retry opens it afresh with a grant of its own', async () => {
  await toReady()
  await shell.app.evaluate(({ webContents }) => {
    webContents
      .getAllWebContents()
      .find((one) => one.getURL().startsWith('https://'))
      ?.forcefullyCrashRenderer()
  })
  await lastState().toBe('failed embed-crashed')
  await shell.window.evaluate((id) => window.yarrow.embed.retry({ patientId: id }), patientId)
  await lastState().toBe('ready')
  expect(await inMain(shell, ({ shell }) => shell.state.grants, null)).toBe(2)
})

test("a crash of Fullscript's own frame is told, though Electron does not report it", async () => {
  await toReady()
  await shell.app.evaluate(({ webContents }) => {
    const embed = webContents.getAllWebContents().find((one) => one.getURL().startsWith('https://'))
    if (!embed) throw new Error('There is no embed')
    const [frame] = embed.mainFrame.frames
    if (frame && frame.osProcessId !== embed.mainFrame.osProcessId) process.kill(frame.osProcessId, 'SIGKILL')
  })
  await lastState().toBe('failed embed-crashed')
})

test('when somebody signs out, the view, its process and its partition are gone before the answer', async () => {
  server.entry = EmbedServer.page(
    "<script>document.cookie = 'who=first; SameSite=None; Secure'; localStorage.setItem('who', 'first')</script>",
  )
  await toReady()
  const frame = await fullscriptFrame(shell)
  expect(await frame.evaluate(() => localStorage.getItem('who'))).toBe('first')
  const before = await shell.app.evaluate(({ webContents, session }) => {
    const embed = webContents.getAllWebContents().find((one) => one.getURL().startsWith('https://'))
    Object.assign(globalThis, { used: embed?.session })
    return {
      own: embed?.session !== session.defaultSession && embed?.session.isPersistent() === false,
      processes: embed?.mainFrame.framesInSubtree.map((one) => one.osProcessId) ?? [],
      window: webContents
        .getAllWebContents()
        .find((one) => one.getURL().startsWith('app://'))
        ?.getOSProcessId(),
    }
  })
  expect(before.own).toBe(true)
  expect(new Set([...before.processes, before.window]).size).toBeGreaterThanOrEqual(2)
  expect(before.processes).not.toContain(before.window)

  const answer = await shell.window.evaluate(() => window.yarrow.people.signOut())
  expect(answer).toEqual({ ok: true, value: null })
  const after = await shell.app.evaluate(async ({ webContents, app }) => {
    const used = Reflect.get(globalThis, 'used') as Electron.Session
    return {
      contents: webContents.getAllWebContents().length,
      cookies: (await used.cookies.get({})).length,
      processes: app.getAppMetrics().map((one) => one.pid),
    }
  })
  expect(after.contents).toBe(1)
  expect(after.cookies).toBe(0)
  expect(after.processes.filter((id) => before.processes.includes(id))).toEqual([])

  await inMain(shell, ({ shell }) => shell.become(2), null)
  server.entry = EmbedServer.page('<p>Second</p>')
  await toReady()
  const second = await fullscriptFrame(shell)
  expect(await second.evaluate(() => [document.cookie, localStorage.getItem('who')])).toEqual(['', null])
})

test('follows its place, hides under dialogs, and stretches with the window', async () => {
  await toReady()
  await shell.app.evaluate(({ BrowserWindow }) => {
    const view = BrowserWindow.getAllWindows()[0]?.contentView.children.at(-1)
    const setVisible = view?.setVisible.bind(view)
    // Electron 33 cannot say whether a view is visible, so what it is told is written down.
    Object.assign(view ?? {}, {
      shown: true,
      setVisible(shown: boolean) {
        Object.assign(this, { shown })
        setVisible?.(shown)
      },
    })
  })
  const place = () =>
    shell.app.evaluate(({ BrowserWindow }) => {
      const view = BrowserWindow.getAllWindows()[0]?.contentView.children.at(-1)
      return { bounds: view?.getBounds(), visible: view && (Reflect.get(view, 'shown') as boolean) }
    })
  expect(await place()).toEqual({ bounds, visible: true })
  const moved = { x: 40, y: 60, width: 700.4, height: 300 }
  await shell.window.evaluate((place) => window.yarrow.embed.place({ ...place, visible: true }), {
    patientId,
    bounds: moved,
  })
  expect(await place()).toEqual({ bounds: { x: 40, y: 60, width: 700, height: 300 }, visible: true })
  await shell.app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    const [width = 0, height = 0] = window?.getContentSize() ?? []
    window?.setContentSize(width - 50, height - 30)
  })
  await expect.poll(place).toEqual({ bounds: { x: 40, y: 60, width: 650, height: 270 }, visible: true })
  await shell.window.evaluate((place) => window.yarrow.embed.place({ ...place, visible: false }), {
    patientId,
    bounds: moved,
  })
  expect((await place()).visible).toBe(false)
})

test('a view that is being made takes the focus from nobody', async () => {
  await shell.window.locator('#before').focus()
  await shell.window.evaluate(() => window.yarrow.embed.prepare())
  await (await shell.embedPage()).waitForLoadState('load')
  await toReady()
  expect(await keyboardIn(shell)).toBe('app:')
  await expect(shell.window.locator('#before')).toBeFocused()
})

test('the keyboard gets into the view and out of it again', async () => {
  await toReady()
  const left: () => Promise<string[]> = async () =>
    shell.window.evaluate(() => Reflect.get(window, 'left') as string[])
  await shell.window.evaluate(() => {
    const left: string[] = []
    Object.assign(window, { left })
    window.yarrow.on.embed.focusLeft(({ direction }) => left.push(direction))
  })
  const { keyboard } = await shell.embedPage()
  const frame = await fullscriptFrame(shell)
  const inFrame = () => frame.evaluate(() => document.activeElement?.id)
  const enter = () =>
    intoFrame(shell, frame, () =>
      shell.window.evaluate((id) => window.yarrow.embed.focus({ patientId: id }), patientId),
    )

  await enter()
  await keyboard.press('Tab')
  await expect.poll(inFrame).toBe('inside')
  await pressRealKey(shell, 'F6')
  await expect.poll(left).toEqual(['forward'])
  await expect.poll(() => keyboardIn(shell)).toBe('app:')

  // Whoever comes back is where they were.
  await enter()
  await expect.poll(inFrame).toBe('inside')
  await keyboard.press('Tab')
  await expect.poll(left).toEqual(['forward', 'forward'])
  await expect.poll(() => keyboardIn(shell)).toBe('app:')

  await enter()
  await pressRealKey(shell, 'F6', 'shift')
  await expect.poll(left).toEqual(['forward', 'forward', 'backward'])
  await expect.poll(() => keyboardIn(shell)).toBe('app:')

  await enter()
  await frame.locator('#inside').focus()
  await keyboard.press('Shift+Tab')
  await expect.poll(left).toEqual(['forward', 'forward', 'backward', 'backward'])
  await expect.poll(() => keyboardIn(shell)).toBe('app:')
})
