/** For tests: the people of a practice over a database, with the quickest keys that are taken, and without charts. */
import type { Audit } from '../../../src/main/audit/audit'
import type { PeopleDependencies } from '../../../src/main/identity/people-core'
import { createPeople, type People } from '../../../src/main/identity/people-service'
import type { Clock } from '../../../src/main/platform/clock/clock'
import { FLOOR_KDF } from '../../../src/main/platform/crypto/derive-key'
import { silentLogger as logger } from '../../../src/main/platform/logging/logger'
import type { Database } from '../../../src/main/records/database'
import { recordsOver } from '../../../src/main/records/temporary-database'

type Given = { database: Database; clock: Clock; audit?: Audit }

export function peopleOver({
  database,
  clock,
  audit,
  ...more
}: Given &
  Partial<Pick<PeopleDependencies, 'kdf' | 'stationId' | 'practiceName' | 'recoveryCodes'>>): People {
  const practiceName = () => Promise.resolve('')
  const over = recordsOver(audit ? { database, clock, audit } : { database, clock })
  return createPeople({ ...over, clock, logger, stationId: 'station', practiceName, kdf: FLOOR_KDF, ...more })
}
