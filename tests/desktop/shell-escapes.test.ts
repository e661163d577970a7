/**
 * Proves, in real Chromium, that neither page gets anywhere it should not: 180 hostile addresses by eight ways from
 * inside Fullscript's frame, and probes of both policies, permissions, windows and downloads (S-13, E-01, E-05, E-07,
 * E-13, E-14, E-20, F-801 to F-804, F-807, F-814, F-815).
 */
import { expect, test, type Frame, type Page } from '@playwright/test'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { HOSTILE_URLS } from '../security/hostile-urls'
import { EmbedServer, Shell } from './shell-app/shell'
import { fullscriptFrame, open, patientId, watchStates } from './shell-app/steps'

let server: EmbedServer
let shell: Shell
let origin: string

test.beforeAll(async () => {
  shell = await Shell.start()
})
test.afterAll(() => shell.close())
test.beforeEach(async () => {
  server = new EmbedServer()
  origin = await server.listen()
  await shell.renew(origin)
})
test.afterEach(() => server.close())

async function toReady(): Promise<{ page: Page; frame: Frame }> {
  const states = await watchStates(shell)
  await open(shell)
  await expect.poll(async () => (await states()).at(-1)).toBe('ready')
  return { page: await shell.embedPage(), frame: await fullscriptFrame(shell) }
}

/** Runs a page's own script, so that the page's policy applies; the debugger's evaluation is exempt from it. */
const probe = (page: Page | Frame, script: string) =>
  page.evaluate((script) => {
    const violations: string[] = []
    document.addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective))
    const element = document.createElement('div')
    document.body.append(element)
    return new Promise<{ violations: string[]; result: unknown }>((resolve) => {
      setTimeout(() => {
        const done = (result: unknown) => {
          setTimeout(() => {
            resolve({ violations, result })
          }, 100)
        }
        const probes: Record<string, () => void> = {
          'inline script': () => {
            const script = document.createElement('script')
            try {
              script.textContent = 'window.ran = true'
            } catch {
              // Trusted types refuse even this.
            }
            element.append(script)
            done(Reflect.get(window, 'ran') ?? false)
          },
          'foreign frame': () => {
            const frame = document.createElement('iframe')
            frame.src = 'https://evil.example/'
            element.append(frame)
            done(null)
          },
          'foreign call': () => {
            fetch('https://evil.example/').then(
              () => {
                done('reached')
              },
              () => {
                done('refused')
              },
            )
          },
          eval: () => {
            try {
              // Indirect, so that it is the page's own.
              const run = Reflect.get(window, 'eval') as (text: string) => unknown
              done(run('1 + 1'))
            } catch {
              done('refused')
            }
          },
          markup: () => {
            try {
              element.innerHTML = '<img src=x onerror="window.ran = true">'
              done(element.childElementCount)
            } catch {
              done('refused')
            }
          },
        }
        probes[script]?.()
      })
    })
  }, script)

test('E-07, F-807: both policies hold against scripts, markup, frames and calls', async () => {
  const { page } = await toReady()
  for (const target of [shell.window, page]) {
    expect((await probe(target, 'inline script')).result).toBe(false)
    expect((await probe(target, 'eval')).result).toBe('refused')
    expect((await probe(target, 'markup')).result).toBe('refused')
    expect((await probe(target, 'foreign call')).result).toBe('refused')
  }
  expect((await probe(shell.window, 'foreign frame')).violations).toContain('frame-src')
  expect(
    await shell.window.evaluate(() =>
      fetch('file:///etc/hostname').then(
        () => 'read',
        () => 'refused',
      ),
    ),
  ).toBe('refused')
})

test("E-03, E-20, F-814: Fullscript's frame finds nothing of ours and nothing of Node", async () => {
  const { page, frame } = await toReady()
  const names = ['yarrow', 'require', 'process', 'Buffer', 'module', 'electron']
  const types = (target: Page | Frame) =>
    target.evaluate((names) => names.map((name) => typeof Reflect.get(window, name)), names)
  expect(await types(frame)).toEqual(Array(6).fill('undefined'))
  expect(await types(page)).toEqual(['object', ...Array<string>(5).fill('undefined')])
  expect(await page.evaluate(() => Object.keys(Reflect.get(window, 'yarrow') as object))).toEqual([
    'sessionGrant',
    'report',
    'on',
  ])
  const reached = await frame.evaluate(() => {
    try {
      return typeof Reflect.get(window.parent.document, 'body')
    } catch (error) {
      return (error as Error).name
    }
  })
  expect(reached).toBe('SecurityError')
})

/** Addresses that a page can name and that would be another place; scripts and blanks stay where they are. */
const ELSEWHERE = HOSTILE_URLS.filter(
  (url) => !/^(about:|javascript:|undefined|null|\[object|$)/i.test(url.replaceAll(/[\s\p{Cc}]/gu, '')),
)

test(
  'S-13, E-13, E-14: from the frame, no hostile address is reached in the page, the window or a new one',
  { annotation: { type: 'slow', description: 'hundreds of hostile addresses' } },
  async () => {
    test.setTimeout(240_000)
    const contents = () =>
      shell.app.evaluate(({ webContents }) => webContents.getAllWebContents().map((one) => one.getURL()))
    let { page, frame } = await toReady()
    const before = await contents()
    let tried = 0
    let blanked = 0
    for (const url of ELSEWHERE) {
      try {
        tried += await frame.evaluate(tryEveryWay, url)
      } catch {
        // Some of these make Chromium put an empty page in the place of ours. That leads nowhere, and must be told.
        await expect.poll(async () => (await told()).at(-1)).toBe('failed embed-crashed')
        blanked += 1
        await open(shell)
        await expect.poll(async () => (await told()).at(-1)).toBe('ready')
        page = await shell.embedPage()
        frame = await fullscriptFrame(shell)
      }
    }
    expect(tried + blanked * 8).toBe(ELSEWHERE.length * 8)
    expect(blanked).toBeLessThan(20)
    expect(page.url()).toBe('https://app.yarrow.localhost/')
    expect(shell.window.url()).toBe('app://yarrow/')
    expect(await contents()).toEqual(before)
    expect(await frame.evaluate(() => document.body.textContent)).toContain('Plan builder')
  },
)

test('S-13: a frame that empties the whole page gains no voice by it, and the window is told', async () => {
  const { page, frame } = await toReady()
  await frame.evaluate(() => {
    setTimeout(() => window.open('about:blank', '_top'), 0)
  })
  await expect.poll(async () => (await told()).at(-1)).toBe('failed embed-crashed')
  await expect.poll(() => page.isClosed()).toBe(true)
})

const told = () => shell.window.evaluate(() => Reflect.get(window, 'states') as string[])

/** Runs in the frame: eight ways to bring an address into the page, the window or a new one. */
async function tryEveryWay(url: string): Promise<number> {
  const click = (href: string, target: string) => {
    const link = Object.assign(document.createElement('a'), { href, target })
    document.body.append(link)
    link.click()
    link.remove()
  }
  const ways: (() => unknown)[] = [
    () => window.top && (window.top.location.href = url),
    () => {
      window.parent.location.replace(url)
    },
    () => window.open(url, '_blank'),
    () => window.open(url, '_top'),
    () => window.open(url, 'named', 'noopener'),
    () => {
      click(url, '_blank')
    },
    () => {
      click(url, '_parent')
    },
    () => {
      const form = Object.assign(document.createElement('form'), {
        action: url,
        method: 'post',
        target: '_top',
      })
      document.body.append(form)
      form.submit()
      form.remove()
    },
  ]
  for (const way of ways) {
    try {
      way()
    } catch {
      // Some addresses the page itself cannot even name.
    }
    await new Promise((resolve) => setTimeout(resolve, 0))
  }
  return ways.length
}

test('S-13, F-801: the frame itself gets to no other origin, and a frame that tries is told as refused', async () => {
  test.setTimeout(120_000)
  const other = new EmbedServer()
  const elsewhere = await other.listen()
  for (const url of [
    `${elsewhere}/x`,
    'https://evil.example/',
    'app://yarrow/',
    'file:///etc/hostname',
    'data:text/html,x',
  ]) {
    const { frame, page } = await toReady()
    await frame.evaluate((url) => {
      setTimeout(() => {
        location.href = url
      }, 0)
    }, url)
    const arrived = () =>
      page.isClosed()
        ? []
        : page
            .frames()
            .map((one) => one.url())
            .filter((one) => one.startsWith(url.slice(0, 12)))
    if (/^https?:/.test(url))
      await expect.poll(async () => (await told()).at(-1)).toBe('failed embed-refused')
    expect(arrived().filter((one) => !one.startsWith(origin) && one !== page.url())).toEqual([])
    await shell.window.evaluate((id) => window.yarrow.embed.close({ patientId: id, sure: true }), patientId)
  }
  expect(other.seen).toEqual([])
  await other.close()
})

test('E-14, F-802: window.open gives nothing, in the window and in the embed', async () => {
  const { page, frame } = await toReady()
  for (const target of [shell.window, page, frame]) {
    const opened = await target.evaluate(
      () => window.open('https://us.fullscript.com/help', 'named') === null,
    )
    expect(opened).toBe(true)
  }
  expect(shell.app.windows()).toHaveLength(2)
})

test('E-05, F-803: cameras, places, notices and the clipboard are refused', async () => {
  const { frame } = await toReady()
  for (const target of [shell.window, frame]) {
    const found = await target.evaluate(async () => {
      const refused = async (ask: () => Promise<unknown>) => {
        try {
          return (await ask()) === 'denied'
        } catch {
          return true
        }
      }
      const { permissions, clipboard } = navigator
      const name = (name: string) => permissions.query({ name } as never).then((status) => status.state)
      return {
        geolocation: await name('geolocation'),
        notifications: await name('notifications'),
        camera: await refused(() => navigator.mediaDevices.getUserMedia({ video: true, audio: true })),
        screen: await refused(() => navigator.mediaDevices.getDisplayMedia()),
        read: await refused(() => clipboard.readText()),
        notice: await refused(() => Notification.requestPermission()),
        midi: await refused(() => navigator.requestMIDIAccess({ sysex: true })),
      }
    })
    expect(found).toEqual({
      geolocation: 'denied',
      notifications: 'denied',
      camera: true,
      screen: true,
      read: true,
      notice: true,
      midi: true,
    })
  }
})

test('E-01: the window reaches no network, and the embed nothing in clear text but its stand-in', async () => {
  const { page } = await toReady()
  const reach = (which: 'app://' | 'https://', address: string) =>
    shell.app.evaluate(
      async ({ webContents }, [which, address]) => {
        const contents = webContents.getAllWebContents().find((one) => one.getURL().startsWith(which))
        return contents?.session.fetch(address).then(
          (response) => response.status,
          (error: unknown) => String(error),
        )
      },
      [which, address] as const,
    )
  expect(await reach('https://', `${origin}/plain`)).toBe(200)
  expect(await reach('app://', `${origin}/plain`)).toContain('ERR_BLOCKED_BY_CLIENT')
  expect(await reach('https://', origin.replace('127.0.0.1', 'localhost'))).toContain('ERR_BLOCKED_BY_CLIENT')
  expect(await page.evaluate(() => isSecureContext)).toBe(true)
})

test('F-804: a download from the frame writes nothing', async () => {
  server.entry = EmbedServer.page('<a id="file" download="plan.txt" href="data:text/plain,plan">Download</a>')
  const { frame } = await toReady()
  const outcome = shell.app.evaluate(
    ({ webContents }) =>
      new Promise<boolean>((resolve) => {
        const embed = webContents.getAllWebContents().find((one) => one.getURL().startsWith('https://'))
        embed?.session.once('will-download', (event) => {
          setImmediate(() => {
            resolve(event.defaultPrevented)
          })
        })
      }),
  )
  await frame.evaluate(() => {
    document.getElementById('file')?.click()
  })
  expect(await outcome).toBe(true)
})

test('F-806, F-815: nothing of what the frame kept is anywhere in the user-data folder', async () => {
  const marker = 'marker-q7x2v9'
  server.entry = EmbedServer.page(
    `<script>document.cookie='${marker}=1; SameSite=None; Secure'; localStorage.setItem('${marker}', '${marker}'); caches.open('${marker}')</script>`,
  )
  await toReady()
  const found = readdirSync(shell.userData, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => statSync(path).size < 50_000_000 && readFileSync(path).includes(marker))
  expect(found).toEqual([])
})
