import type { Page } from 'playwright-core'

/** Looks at what is on screen now. */
export type Visit = (screen: string, page: Page) => Promise<unknown>
