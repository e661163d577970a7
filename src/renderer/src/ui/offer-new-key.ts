/** When somebody leaves, or a code is replaced, that could open the records: where another key is made. */
import { notifications } from '@mantine/notifications'

const OFFER = 'offer-new-key'

/** `because`: a sentence. Stays until it was read. */
export const offerNewKey = (because: string): void => {
  notifications.show({
    id: OFFER,
    message: `${because} To shut out what could open the records before, change their keys in Practice settings.`,
    autoClose: false,
  })
}
