/**
 * Proves, in real Electron, that the shell stands: our window on app:// with its walls, the embed on its own https
 * origin with a process and partition of its own, and every way in which it can fail told in our own window.
 */
import { expect, test } from '@playwright/test'
import { EmbedServer, Shell, type ShellGlobals } from './shell-app/shell'

let server: EmbedServer
let shell: Shell

test.beforeEach(async () => {
  server = new EmbedServer()
  shell = await Shell.start({ fullscript: await server.listen() })
})
test.afterEach(async () => {
  await shell.close()
  await server.close()
})

type Opened = { ok: boolean; value?: { step: string }; failure?: { code: string } }
const patientId = '11111111-1111-4111-8111-111111111111'

/** Opens the embed from our window and returns every state it went through, up to ready or failed. */
async function openEmbed(on: Shell = shell): Promise<string[]> {
  return await on.window.evaluate(async (patientId) => {
    const states: string[] = []
    const { embed, on } = window.yarrow
    const done = new Promise<void>((resolve) => {
      on.embed.changed((state) => {
        states.push(state.step === 'failed' ? `failed ${state.failure.code}` : state.step)
        if (state.step === 'ready' || state.step === 'failed') resolve()
      })
    })
    await embed.open({
      patientId,
      feature: 'platform',
      entrypoint: 'catalog',
      bounds: { x: 100, y: 100, width: 800, height: 500 },
    })
    await done
    return states
  }, patientId)
}

test('the window is on app://yarrow, and a page finds named calls and nothing of Node (E-03, E-18)', async () => {
  expect(shell.window.url()).toBe('app://yarrow/')
  const found = await shell.window.evaluate(() => ({
    origin: location.origin,
    secure: isSecureContext,
    node: [
      typeof Reflect.get(window, 'require'),
      typeof Reflect.get(window, 'process'),
      typeof Reflect.get(window, 'Buffer'),
    ],
    areas: Object.keys(window.yarrow),
  }))
  expect(found).toEqual({
    origin: 'app://yarrow',
    secure: true,
    node: ['undefined', 'undefined', 'undefined'],
    areas: ['app', 'people', 'patients', 'plans', 'fullscript', 'embed', 'on'],
  })
})

test('the embed opens through asking and loading to ready, over the unmodified package', async () => {
  expect(await openEmbed()).toEqual(['connecting', 'asking', 'loading', 'ready'])
  const page = await shell.embedPage()
  const frame = page.frames()[1]
  expect(await frame?.evaluate(() => document.body.textContent)).toContain('Plan builder')
  const entry = server.seen.find((one) => one.path === '/api/embeddable/session/embed/entry')
  expect(entry?.query.get('target_origin')).toBe('https://app.yarrow.localhost')
  expect(entry?.query.get('data_token')).toBe('data-token')
  expect(
    server.seen
      .filter((one) => one.path === '/api/embeddable/tokenize')
      .map((one) => [one.method, one.origin]),
  ).toEqual([
    ['OPTIONS', 'https://app.yarrow.localhost'],
    ['POST', 'https://app.yarrow.localhost'],
  ])
})
