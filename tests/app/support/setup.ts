/** The preload's names of calls, which the build writes in otherwise; and what the DOM emulator lacks. */
import { vi } from 'vitest'
import { bridgeNames } from '../../../src/shared/contract/bridge-names'
import '../../support/dom-setup'

vi.stubGlobal('BRIDGE_NAMES', bridgeNames)
