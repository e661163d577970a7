/** Protocols and resources: of Fullscript's, of practitioners', and one that is shared. */
import { stableId } from '../ids'
import type { Store } from '../store/store'
import { userId } from './clinics'
import { recommend } from './history'

/** owner, empty for Fullscript | shared with | state | name | products */
const PROTOCOLS = `
||active|Everyday Foundations|Active B Complex;Vitamin D3 5,000 IU
june|tomas|active|Better Sleep|Magnesium Glycinate 120;Quiet Night
june||draft|Cold and Flu Season|Zinc Picolinate 30
tomas||active|Iron Repletion|Gentle Iron Bisglycinate
`

/** owner, empty for Fullscript | type | category | name */
const RESOURCES = `
|Guide|Supplements|How to take your supplements
|Handout|Nutrition|Iron-rich foods
june|Handout|Lifestyle|Evening routine
`

export function addLibrary(store: Store): void {
  for (const [owner = '', shared = '', state, name = '', products = ''] of rows(PROTOCOLS)) {
    const id = stableId(`protocol-${name}`)
    store.protocols.set(id, {
      id,
      name,
      state: state as 'active' | 'draft',
      practitionerId: owner ? userId(owner) : null,
      sharedWith: shared ? [userId(shared)] : [],
      personalMessage: 'Take with a meal.',
      recommendations: products.split(';').map((product) => recommend(store, product)),
    })
  }
  for (const [owner = '', type = '', category = '', name = ''] of rows(RESOURCES)) {
    const id = stableId(`resource-${name}`)
    const practitionerId = owner ? userId(owner) : null
    store.resources.set(id, { id, name, type, category, attachment: '', practitionerId, inLibrary: true })
  }
}

const rows = (lines: string): string[][] =>
  lines
    .trim()
    .split('\n')
    .map((line) => line.split('|'))
