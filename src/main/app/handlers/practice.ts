import type { WindowHandlers } from '../../bridge/register-bridge'
import type { WithRecords } from './with-records'

export const practiceHandlers = (
  { using, asPerson }: WithRecords,
  changeKey: WindowHandlers['practice']['changeKey'],
): WindowHandlers['practice'] => ({
  changeKey,
  settings: () => using(({ practiceSettings }) => practiceSettings.read()),
  saveSettings: (input) =>
    asPerson(({ practiceSettings }, personId) => practiceSettings.save(personId, input)),
})
