/** When somebody leaves, or a code is replaced, that could open the records: where another key is made. */
import { notifications } from '@mantine/notifications'
import type { Role } from '../../../shared/contract/people'

const OFFER = 'offer-new-key'

export const isAdministrator = (role: Role): boolean =>
  role === 'administrator' || role === 'practitioner-administrator'

/** `because`: a sentence. Stays until it was read. */
export const offerNewKey = (because: string): void => {
  notifications.show({
    id: OFFER,
    message: `${because} To shut out what could open the records before, change their keys in Practice settings.`,
    autoClose: false,
  })
}
