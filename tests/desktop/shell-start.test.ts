/** Proves, in real Electron, how Yarrow starts beside itself: one for each set of records, links handed over, order kept (F-205 to F-211). */
import { expect, test } from '@playwright/test'
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { projectRoot } from '../support/processes'
import { Shell, shellFolder } from './shell-app/shell'
import { inMain } from './shell-app/steps'

const LINK = 'com.yarrowehr.desktop:/fullscript/us-snd/callback?code=abc&state=xyz'
const standIn = join(projectRoot, '.runtime', 'electron', 'electron')
const electron = existsSync(standIn) ? standIn : (createRequire(import.meta.url)('electron') as string)
const root = process.getuid?.() === 0

let shell: Shell
test.beforeEach(async () => {
  shell = await Shell.start()
})
test.afterEach(async () => {
  await shell.close()
})

/** Starts a second Yarrow with the same records; resolves with its exit status. */
const second = (...args: string[]) =>
  new Promise<{ status: number | null; output: string }>((resolve) => {
    const child = spawn(electron, [...(root ? ['--no-sandbox'] : []), shellFolder, ...args], {
      env: { ...process.env, YARROW_USER_DATA: shell.userData, YARROW_TEST: '1' },
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data: Buffer) => (output += data.toString()))
    child.once('exit', (status) => {
      resolve({ status, output })
    })
  })
const links = () => inMain(shell, ({ shell }) => shell.state.links, null)

test('a second start hands its link over and ends without opening anything', async () => {
  const before = readdirSync(join(shell.userData, 'logs'))
  const { status, output } = await second(LINK)
  expect(status).toBe(0)
  await expect.poll(links).toEqual([LINK])
  expect(output).not.toContain('code=abc')
  expect(readdirSync(join(shell.userData, 'logs'))).toEqual(before)
})

test('a second start without a link brings the first window to the front', async () => {
  await shell.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.hide()
  })
  expect((await second()).status).toBe(0)
  await expect
    .poll(() => shell.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible()))
    .toBe(true)
  expect(await links()).toEqual([])
})

test('F-203, F-204: a link with switches beside it, or two links, do nothing', async () => {
  expect((await second('--gpu-launcher=evil', LINK)).status).toBe(78)
  expect((await second(LINK, LINK)).status).toBe(0)
  expect((await second('yarrow://oauth/callback?code=abc')).status).toBe(0)
  expect(await links()).toEqual([])
})

test('the log says that it started, in lines that are JSON, and the window remembers its place', async () => {
  const bounds = (of: Shell) =>
    of.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())
  const wanted = { width: 1000, height: 700 }
  // While the window system is still showing the window, it may answer a new size with the old one.
  await expect
    .poll(() => shell.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isVisible()))
    .toBe(true)
  await shell.window.evaluate(() => new Promise((drawn) => requestAnimationFrame(drawn)))
  await shell.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 120, y: 90, width: 1000, height: 700 })
  })
  await shell.window.waitForFunction(() => outerWidth === 1000 && outerHeight === 700)
  await expect.poll(() => bounds(shell)).toMatchObject(wanted)
  await shell.app.close()
  const lines = readFileSync(join(shell.userData, 'logs', 'yarrow.log'), 'utf8')
    .trim()
    .split('\n')
  const messages = lines.map((line) => (JSON.parse(line) as { message: string }).message)
  expect(messages).toEqual(expect.arrayContaining(['Started', 'Stopped']))
  const again = await Shell.start({ userData: shell.userData })
  shell = again
  await expect.poll(() => bounds(again)).toMatchObject(wanted)
})
