/**
 * Proves that contract, names and preloads say the same, both ways, that what the pages get is calls and events by name
 * and nothing else (E-20, F-501), and that one listener serves any number of subscribers (F-511).
 */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { embedBridgeCalls, embedBridgeEvents, windowCalls, windowEvents } from '../../src/shared/contract'
import { withBridgeNames, type BridgeNames } from '../../src/shared/contract/bridge-names'
import { embedChannel, windowChannel } from '../../src/shared/contract/channels'
import { FAILURES } from '../../src/shared/failures'

type Listener = (event: unknown, payload: unknown) => void
type FakeElectron = {
  exposed: Record<string, unknown>
  invoked: unknown[][]
  listeners: Record<string, Listener[]>
  answer: () => unknown
}
const electron = vi.hoisted((): FakeElectron => ({
  exposed: {},
  invoked: [],
  listeners: {},
  answer: () => null,
}))
vi.mock('electron', () => ({
  contextBridge: {
    exposeInMainWorld: (name: string, value: unknown) => {
      electron.exposed[name] = value
    },
  },
  ipcRenderer: {
    invoke: (channel: string, ...args: unknown[]) => {
      electron.invoked.push([channel, ...args])
      return Promise.resolve().then(() => {
        // What cannot be copied is an error before main has it.
        structuredClone(args)
        return electron.answer()
      })
    },
    on: (channel: string, listener: Listener) => {
      ;(electron.listeners[channel] ??= []).push(listener)
    },
  },
}))

/** As the build writes them in. */
const written = JSON.parse(withBridgeNames.BRIDGE_NAMES) as BridgeNames

beforeEach(() => {
  vi.resetModules()
  vi.stubGlobal('BRIDGE_NAMES', written)
  Object.assign(electron, {
    exposed: {},
    invoked: [],
    listeners: {},
    answer: () => ({ ok: true, value: null }),
  })
})

/** What main sends as an event. */
const tell = (channel: string, payload: unknown) =>
  electron.listeners[channel]?.[0]?.({ sender: 'ipc' }, payload)

type Tree = { [name: string]: Tree | ((...args: unknown[]) => unknown) }
const paths = (tree: Tree, prefix = ''): string[] =>
  Object.entries(tree).flatMap(([name, value]) =>
    typeof value === 'function' ? [prefix + name] : paths(value, `${prefix}${name}.`),
  )
const surface = async (which: 'index' | 'embed'): Promise<Tree> => {
  await (which === 'index' ? import('../../src/preload/index') : import('../../src/preload/embed'))
  return electron.exposed.yarrow as Tree
}
const byArea = (areas: Record<string, object>) =>
  Object.fromEntries(Object.entries(areas).map(([area, entries]) => [area, Object.keys(entries).sort()]))
const sorted = (areas: Record<string, readonly string[]>) =>
  Object.fromEntries(Object.entries(areas).map(([area, names]) => [area, [...names].sort()]))

describe('the names', () => {
  it('that are written into the preloads are those of the contract', () => {
    expect(sorted(written.windowCalls)).toEqual(byArea(windowCalls))
    expect(sorted(written.windowEvents)).toEqual(byArea(windowEvents))
    expect([...written.embedCalls].sort()).toEqual(Object.keys(embedBridgeCalls).sort())
    expect([...written.embedEvents].sort()).toEqual(Object.keys(embedBridgeEvents).sort())
  })

  it('keep the two levels of trust apart: no channel belongs to both', () => {
    const window = Object.entries(written.windowCalls).flatMap(([area, names]) =>
      names.map((name) => windowChannel(area, name)),
    )
    const embed = [...written.embedCalls, ...written.embedEvents].map(embedChannel)
    expect(window.filter((channel) => embed.includes(channel))).toEqual([])
    expect(window.some((channel) => channel.includes('sessionGrant'))).toBe(false)
  })
})

describe("our window's preload", () => {
  it('E-20, F-501: exposes the contract and nothing else', async () => {
    const yarrow = await surface('index')
    const expected = [
      ...Object.entries(written.windowCalls).flatMap(([area, names]) =>
        names.map((name) => `${area}.${name}`),
      ),
      ...Object.entries(written.windowEvents).flatMap(([area, names]) =>
        names.map((name) => `on.${area}.${name}`),
      ),
    ]
    expect(paths(yarrow).sort()).toEqual(expected.sort())
    expect(Object.keys(electron.exposed)).toEqual(['yarrow'])
  })

  it('E-20: every level is frozen and plain', async () => {
    const check = (value: unknown) => {
      if (typeof value !== 'object' || value === null) return
      expect(Object.isFrozen(value)).toBe(true)
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
      for (const one of Object.values(Object.getOwnPropertyDescriptors(value))) {
        expect(one.get).toBeUndefined()
        check(one.value)
      }
    }
    check(await surface('index'))
  })

  it('F-501: a call always goes to its own channel, with one argument', async () => {
    const yarrow = await surface('index')
    for (const [area, names] of Object.entries(written.windowCalls)) {
      for (const name of names)
        await (yarrow[area] as Tree as Record<string, (...a: unknown[]) => unknown>)[name]?.('x', 'more')
    }
    expect(electron.invoked).toEqual(
      Object.entries(written.windowCalls).flatMap(([area, names]) =>
        names.map((name) => [windowChannel(area, name), 'x']),
      ),
    )
  })

  it('F-502: a call never rejects: what cannot be copied and a main that does not answer are failures', async () => {
    const yarrow = await surface('index')
    const session = (
      yarrow.people as Record<string, (...a: unknown[]) => Promise<{ failure?: { code: string } }>>
    ).session
    const codes: (string | undefined)[] = []
    for (const error of [
      new Error('An object could not be cloned.'),
      new Error("No handler registered for 'x'"),
      new Error('odd'),
    ]) {
      electron.answer = () => {
        throw error
      }
      codes.push((await session?.())?.failure?.code)
    }
    codes.push((await session?.(() => 1))?.failure?.code)
    expect(codes).toEqual(['invalid-input', 'unexpected', 'unexpected', 'invalid-input'])
    for (const code of codes) expect(FAILURES).toHaveProperty(code ?? '')
  })

  it('F-511: 10,000 subscriptions leave one listener, and each can be ended', async () => {
    const yarrow = await surface('index')
    const on = (yarrow.on as Tree).embed as Record<
      string,
      (listener: (payload: unknown) => void) => () => void
    >
    const channel = windowChannel('embed', 'changed')
    let heard = 0
    const ends = Array.from({ length: 10_000 }, () => on.changed?.(() => (heard += 1)))
    expect(electron.listeners[channel]).toHaveLength(1)
    tell(channel, 'x')
    expect(heard).toBe(10_000)
    for (const end of ends) end?.()
    tell(channel, 'x')
    expect(heard).toBe(10_000)
  })

  it("E-20: a subscriber gets the payload and never Electron's event", async () => {
    const yarrow = await surface('index')
    const on = (yarrow.on as Tree).people as Record<
      string,
      (listener: (...args: unknown[]) => void) => () => void
    >
    const seen: unknown[][] = []
    on.changed?.((...args) => seen.push(args))
    tell(windowChannel('people', 'changed'), { displayName: 'x' })
    expect(seen).toEqual([[{ displayName: 'x' }]])
  })
})

describe("the embed page's preload", () => {
  it('E-20, F-501: exposes sessionGrant, report, mount, enter and again, and nothing else', async () => {
    const yarrow = await surface('embed')
    expect(paths(yarrow).sort()).toEqual(['on.again', 'on.enter', 'on.mount', 'report', 'sessionGrant'])
    expect(Object.isFrozen(yarrow) && Object.isFrozen(yarrow.on)).toBe(true)
  })
})
