/** A smoke size of S-27 with the whole app: the clock set by a day while somebody works in real Electron. */
import { expect, test } from 'vitest'
import { decideInTheApp } from './clock-app'
import { isWrong } from './clock-abuse'

test(
  'S-27: refresh, grant, idle lock, audit and lockout decide the same with the clock a day ahead',
  { timeout: 180_000, meta: { slow: 'a whole working day in real Electron' } },
  async () => {
    const decisions = await decideInTheApp(['+1 d'], { starts: false })
    expect(decisions).toHaveLength(10)
    expect(decisions.filter(isWrong)).toEqual([])
  },
)
