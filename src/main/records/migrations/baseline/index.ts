/** The tables as the first release has them, grouped by the room they belong to. */
import type { Migration } from '../../migrate'
import { access } from './access'
import { audit } from './audit'
import { chart } from './chart'
import { entries } from './entries'
import { fullscript } from './fullscript'
import { people } from './people'
import { practice } from './practice'

export const baseline: Migration = {
  version: 1,
  name: 'baseline',
  statements: (words) => [
    ...words.first,
    ...[practice, people, chart, entries, access, fullscript, audit].flatMap((tables) => tables(words)),
  ],
}
