/**
 * Electron, as far as one process needs it: main's and the preload's ends of IPC, joined. Messages are copied as Electron
 * copies them, so what cannot be copied fails here too. Vite puts this module in Electron's place for the tests in `app`.
 */

type Invoked = (event: unknown, ...args: unknown[]) => unknown
type Heard = (event: unknown, ...args: unknown[]) => void

const handlers = new Map<string, Invoked>()
const listeners = new Map<string, Heard[]>()

/** What may stand between a call and main: answers itself, or passes it on. */
type Between = (channel: string, input: unknown, main: () => Promise<unknown>) => Promise<unknown>
const straight: Between = (_channel, _input, main) => main()

/** The one page there is. Electron says the same of who sent a message. */
export const PAGE = { origin: 'app://yarrow', contentsId: 1 }
const sender = { sender: { id: PAGE.contentsId }, senderFrame: { origin: PAGE.origin, parent: null } }

/** For tests to listen in and to stand between. */
export const wire = { between: straight, straight }

export const ipcMain = {
  handle(channel: string, handler: Invoked) {
    if (handlers.has(channel)) throw new Error(`A second handler for ${channel}`)
    handlers.set(channel, handler)
  },
  removeHandler: (channel: string) => void handlers.delete(channel),
}

export const ipcRenderer = {
  async invoke(channel: string, ...args: unknown[]): Promise<unknown> {
    const [input, ...more] = structuredClone(args)
    const main = async () => {
      const handler = handlers.get(channel)
      if (!handler) throw new Error(`No handler for ${channel}`)
      return handler(sender, input, ...more)
    }
    return structuredClone(await wire.between(channel, input, main))
  },
  on(channel: string, listener: Heard) {
    listeners.set(channel, [...(listeners.get(channel) ?? []), listener])
  },
}

/** The window's contents, as main sends to them. */
export const webContents = {
  isDestroyed: () => false,
  send(channel: string, ...args: unknown[]) {
    const copied = structuredClone(args)
    for (const listener of listeners.get(channel) ?? []) listener({}, ...copied)
  },
}

/** What the preload exposes, by name. */
export const exposed: Record<string, unknown> = {}
export const contextBridge = {
  exposeInMainWorld(name: string, api: unknown) {
    exposed[name] = api
  },
}

/** Nothing in these tests opens a page outside: the composition is given other ways. */
export const shell = {
  openExternal: () => Promise.reject(new Error('A test opened a page outside')),
}
