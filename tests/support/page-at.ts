/** Finds a page of a running app by its address. */
import type { ElectronApplication, Page } from 'playwright-core'

/** The first page that is or comes there: a page may be announced before it has gone anywhere. */
export function pageAt(app: ElectronApplication, isWanted: (address: string) => boolean): Promise<Page> {
  return new Promise((resolve) => {
    const look = (page: Page) => {
      const arrived = () => {
        if (!isWanted(page.url())) return
        app.off('window', look)
        page.off('framenavigated', arrived)
        resolve(page)
      }
      page.on('framenavigated', arrived)
      arrived()
    }
    app.on('window', look)
    for (const page of app.windows()) look(page)
  })
}
