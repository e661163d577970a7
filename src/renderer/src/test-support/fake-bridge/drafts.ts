/** Half-typed text and the place on screen of whoever is signed in. */
import type { WindowBridge } from '../../../../shared/contract'
import { ok } from '../../../../shared/failures'
import type { FakeMain } from './fake-main'

export const draftsArea = (main: FakeMain): WindowBridge['drafts'] => ({
  mine: () => main.answer('drafts.mine', undefined, () => ok(main.mine)),
  save: (input) =>
    main.answer('drafts.save', input, () => {
      const { mine } = main
      mine.drafts = [
        ...mine.drafts.filter(({ key }) => key !== input.key),
        { ...input, updatedAt: main.now() },
      ]
      return ok(null)
    }),
  discard: (input) =>
    main.answer('drafts.discard', input, () => {
      const { mine } = main
      mine.drafts = mine.drafts.filter(({ key }) => key !== input.key)
      return ok(null)
    }),
  keepPlace: (input) =>
    main.answer('drafts.keepPlace', input, () => {
      main.mine.place = input.place
      return ok(null)
    }),
})
