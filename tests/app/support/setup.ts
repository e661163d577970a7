/** The preload's names of calls, which the build writes in otherwise. */
import { vi } from 'vitest'
import { bridgeNames } from '../../../src/shared/contract/bridge-names'

vi.stubGlobal('BRIDGE_NAMES', bridgeNames)
