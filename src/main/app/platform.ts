/** What start-up hands to the services, and what it needs of them. */
import type { BrowserWindow } from 'electron'
import type { WindowEvents } from '../bridge/events'
import type { Answers, EmbedHandlers, WindowHandlers } from '../bridge/register-bridge'
import type { Gate } from '../bridge/answer-call'
import type { Clock } from '../platform/clock/clock'
import type { ConnectDependencies } from '../integrations/fullscript/connect/connect-flow'
import type { EmbedViews } from '../integrations/fullscript/embed/embed-ports'
import type { Fetch } from '../integrations/fullscript/http/http'
import type { Keychain } from '../platform/keychain/keychain'
import type { Logger } from '../platform/logging/logger'
import type { RecordsEngine } from '../records/engine/engine'
import type { ExternalLinks } from '../platform/security/external-links'
import type { KeptAppearance } from '../platform/windows/appearance'
import type { KeptFirstScreen } from '../platform/windows/first-screen'
import type { StartEnvironment } from './environment'

/** What this installation is; the part of About that start-up knows. */
export type Installation = {
  version: string
  electron: string
  chrome: string
  node: string
  nodeApi: string
  runtime: 'electron' | 'stand-in'
  /** BCP 47. */
  locale: string
}

export type Platform = {
  environment: StartEnvironment
  installation: Installation
  /** Folder for everything Yarrow keeps; absolute. */
  userData: string
  /** The computer's name. */
  computer: string
  /** What opens the records. */
  engine: RecordsEngine
  /** Keeps the keys of the records. */
  keychain: Keychain
  clock: Clock
  /** Counts the time without a key or pointer; only a test moves it ahead. */
  idleClock: Clock
  logger: Logger
  /** Tells the window. */
  events: WindowEvents
  /** The way to Fullscript for main's own calls. */
  fetch: Fetch
  /** Shows a page in the person's own browser. */
  openBrowser: ConnectDependencies['openBrowser']
  /** Makes embed views over the window. */
  embedViews: EmbedViews
  externalLinks: ExternalLinks
  /** Light or dark, on this computer. */
  appearance: KeptAppearance
  /** For the next start. */
  firstScreen: Pick<KeptFirstScreen, 'keep'>
  /** Asks where a file shall go; null when the person thought better of it. */
  chooseFile: (suggestion: { name: string; kind: 'csv' | 'jsonl' }) => Promise<string | null>
  /** Asks for a folder; null when the person thought better of it. */
  chooseFolder: () => Promise<string | null>
  /** Asks for the file of a backup; null when the person thought better of it. */
  chooseBackup: () => Promise<string | null>
  /** Puts text on the clipboard. */
  copyText: (text: string) => void
  /** True when the system hands our links to this program (F-212). */
  isLinkHandler: () => boolean
  /** Brings the window to the front, e.g. when the answer from the browser has come. */
  raiseWindow: () => void
  /** Puts the keyboard focus from the embed view back into the window. */
  focusWindow: () => void
}

export type Services = {
  /** One function for each call of the contract. */
  window: WindowHandlers
  embedPage: EmbedHandlers
  gate: Gate
  /** Begins what takes time (opening the vault); called once the window is loading. */
  start: () => Promise<void>
  /** A link of ours came in: macOS' event, a second start, or our own first arguments. */
  receiveLink: (link: string) => void
  /** Somebody pressed a key or moved the pointer. */
  inputSeen: () => void
  /** Locks at once: the key for it, a locked screen, another person's session on this computer. */
  lock: () => void
  /** Looks whether the time without a key or pointer is over. */
  checkIdle: () => void
  /** The computer goes to sleep. */
  systemSuspended: () => void
  /** The computer woke up from sleep. */
  systemResumed: () => void
  /** A plan is open that may not have been sent, of a person who can be asked. */
  unsent: () => boolean
  /** Before quitting: signs out, takes the embed down, closes the vault. */
  stop: () => Promise<void>
}

export type ComposeServices = (platform: Platform) => Services

/** What is there before the services' program is loaded. */
export type Early = Pick<
  Platform,
  'environment' | 'userData' | 'clock' | 'logger' | 'appearance' | 'firstScreen' | 'raiseWindow'
> & {
  /** The built program; absolute. */
  folder: string
  /** Yarrow's window, or null when it is gone. */
  window: () => BrowserWindow | null
  refusedDownload: () => void
}

export type Started = Pick<Services, 'start' | 'receiveLink' | 'inputSeen' | 'lock' | 'unsent' | 'stop'> & {
  answers: Answers
  /** Asks before Yarrow closes over a plan that may not have been sent. */
  askToClose: (window: BrowserWindow) => Promise<boolean>
}

export type StartServices = (early: Early) => Started
