/** A smoke size of S-14, and proof that the run notices a page that lets too much through or nothing at all. */
import { expect, it, vi } from 'vitest'
import { MessageGuard } from '../../src/renderer/embed/message-guard'
import { runPostMessageSpoofs } from './post-messages'

it('S-14, F-805: 2,000 forged messages, none accepted and none uncaught', async () => {
  expect(await runPostMessageSpoofs({ count: 2_000, seed: 20_261_122 })).toMatchObject({
    id: 'S-14',
    tried: 2_000,
    bad: 0,
  })
})

it("S-14: Fullscript's package alone, without the guard, does not pass", async () => {
  expect((await runPostMessageSpoofs({ count: 400, seed: 1, withoutGuard: true })).bad).toBeGreaterThan(0)
})

it('S-14: a guard that lets nothing through does not pass either', async () => {
  const deaf = vi.spyOn(MessageGuard.prototype, 'expect').mockReturnValue()
  const { bad } = await runPostMessageSpoofs({ count: 100, seed: 1 })
  deaf.mockRestore()
  expect(bad).toBeGreaterThan(0)
})
