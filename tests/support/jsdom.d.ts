/** The part of jsdom that the tests use; the package brings no types. */
declare module 'jsdom' {
  export class JSDOM {
    constructor(
      html?: string,
      options?: { url?: string; pretendToBeVisual?: boolean; virtualConsole?: VirtualConsole },
    )
    readonly window: Window & typeof globalThis
  }
  export class VirtualConsole {
    on(event: 'jsdomError', listener: (error: Error) => void): this
  }
}
