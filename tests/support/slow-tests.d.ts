/** Why a test may take longer than 20 seconds: `test('…', { meta: { slow: 'why' } }, …)`. */
import 'vitest'

declare module 'vitest' {
  interface TaskMeta {
    slow?: string
  }
}
