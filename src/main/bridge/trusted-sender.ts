/** Who sent a message: only the page itself counts, never a frame in it, a popup or a page it turned into (F-505, E-17). */

/** What is looked at of Electron's WebFrameMain. */
export type SenderFrame = { readonly origin: string; readonly parent: unknown; readonly detached?: boolean }

/** What is looked at of a message: Electron's event. */
export type Message = { senderFrame: SenderFrame | null; sender: { id: number } }

/** The one page that may speak on a bridge. */
export type TrustedPage = {
  /** Serialized origin, exact: `app://yarrow`, or the embed's https origin. */
  origin: string
  /** Id of its web contents. */
  contentsId: number
}

/** `page` null: there is no such page at the moment, so nobody is trusted. */
export function isTrustedSender(event: Message, page: TrustedPage | null): boolean {
  if (page === null || event.sender.id !== page.contentsId) return false
  try {
    const frame = event.senderFrame
    return frame !== null && frame.detached !== true && frame.parent === null && frame.origin === page.origin
  } catch {
    // Electron throws for a frame that has gone.
    return false
  }
}
