/** What our own window finds. The embed page's bridge is typed where it is used: the two never meet in one page. */
import type { WindowBridge } from '../shared/contract'

declare global {
  interface Window {
    readonly yarrow: WindowBridge
  }
}
