/** Everything that is done with Fullscript, in the order of a day: each list goes on from where the one before ended. */
import type { Deed } from './deeds'
import { clinicDeeds } from './deeds-clinics'
import { connectDeeds } from './deeds-connect'
import { connectionDeeds } from './deeds-connections'
import { embedDeeds } from './deeds-embed'
import { linkDeeds } from './deeds-links'
import type { Staff } from './staff'
import { planDeeds } from './deeds-plans'
import type { Practice } from './deeds-practice'
import { fullscriptHand } from './fullscript-hand'

export function fullscriptDeeds(practice: Practice, staff: Staff): Deed[] {
  const hand = fullscriptHand(practice, staff)
  return [connectDeeds, embedDeeds, linkDeeds, planDeeds, connectionDeeds, clinicDeeds].flatMap((deeds) =>
    deeds(staff, hand, practice),
  )
}
