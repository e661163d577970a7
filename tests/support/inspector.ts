/** What the tests ask of the app's main process goes through its inspector, and that has a weakness of its own. */
import type { ElectronApplication } from '@playwright/test'

const TRIES = 10

/**
 * The inspector holds the promise of an answer weakly: when main collects garbage at that moment, the answer is lost,
 * though the question was carried out. Then it is asked again; everything asked there may be done twice.
 */
export function askAgainWhenLost(app: ElectronApplication): ElectronApplication {
  const ask = app.evaluate.bind(app) as (...question: unknown[]) => Promise<unknown>
  const evaluate = async (...question: unknown[]): Promise<unknown> => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await ask(...question)
      } catch (error) {
        const lost = String(error).includes('Resulting promise was garbage collected')
        if (!lost || tries === TRIES) throw error
      }
    }
  }
  return Object.assign(app, { evaluate })
}
