/** A smoke size of S-17: nobody opens what is sealed for somebody else, with every row and the database key in hand. */
import { expect, test } from 'vitest'
import { runSealedPeople } from './sealed-people'

test('S-17 F-621 F-622 170.315(d)(12): four people, an administrator of each kind among them', async () => {
  const figure = await runSealedPeople({ people: 4 })
  expect(figure).toMatchObject({ id: 'S-17', tried: 4 * 3 + 4 + 3 + 3, bad: 0 })
})
