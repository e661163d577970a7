/**
 * The names of every call and event, by area. The preloads import only this file (no schema library in a preload);
 * a test compares it with the contract both ways.
 */
export const WINDOW_CALLS = {
  app: [
    'info',
    'storage',
    'retryStorage',
    'openWithPassphrase',
    'createPassphraseVault',
    'openWithRecoveryCode',
    'openLink',
    'appearance',
    'setAppearance',
  ],
  people: ['session', 'signIn', 'signOut', 'lock', 'names'],
  practice: ['settings', 'saveSettings', 'changeKey'],
  drafts: ['mine', 'save', 'discard', 'keepPlace'],
  accounts: [
    'checkPassword',
    'redeemCode',
    'recover',
    'protection',
    'changePassword',
    'newRecoveryCode',
    'beginSecondFactor',
    'confirmSecondFactor',
    'endSecondFactor',
    'list',
    'add',
    'update',
    'setActive',
    'issueCode',
    'allowTries',
  ],
  setup: ['state', 'createPractice', 'openDemo', 'leaveDemo'],
  patients: ['search', 'get', 'create', 'update'],
  charts: [
    'access',
    'colleagues',
    'restrict',
    'lift',
    'openInEmergency',
    'endEmergency',
    'restingReaders',
    'settleReader',
    'emergencies',
    'notices',
    'noticesSeen',
  ],
  plans: ['forPatient', 'refresh', 'fetchAnnounced'],
  links: ['forPatient', 'answer', 'undo'],
  fullscript: [
    'settings',
    'saveSettings',
    'connection',
    'connect',
    'connectState',
    'cancelConnect',
    'copyConnectLink',
    'pasteAddress',
    'confirmOwner',
    'disconnect',
    'clockSkew',
    'putOff',
    'overview',
    'disconnectPerson',
    'disconnectEveryone',
    'sayScopesAdded',
    'testStep',
  ],
  clinics: ['overview', 'members', 'choose', 'clear', 'disconnect'],
  embed: ['prepare', 'open', 'place', 'close', 'retry', 'focus', 'picture', 'plans', 'ended', 'endedSeen'],
  audit: [
    'state',
    'people',
    'search',
    'forPatient',
    'disclosures',
    'printDisclosures',
    'keepDisclosures',
    'verify',
    'cancelVerify',
    'acknowledge',
    'exportCsv',
    'exportSigned',
  ],
} as const

export const WINDOW_EVENTS = {
  app: ['storageChanged'],
  people: ['changed', 'answerParked'],
  charts: ['changed'],
  accounts: ['changed'],
  plans: ['landed', 'announced'],
  links: ['changed'],
  fullscript: ['connectChanged', 'connectionChanged', 'clockSkewChanged'],
  embed: ['changed', 'focusLeft'],
  audit: ['changed', 'verifying'],
} as const

/** The embed page's whole world: it asks for a grant and reports; it is told what to mount, when somebody enters, and when its person is back. */
export const EMBED_CALLS = ['sessionGrant', 'report'] as const
export const EMBED_EVENTS = ['mount', 'enter', 'again'] as const

/** IPC channel of a call or event. One prefix for each level of trust, so that one can never answer the other. */
export const windowChannel = (area: string, name: string) => `yarrow:${area}.${name}`
export const embedChannel = (name: string) => `yarrow-embed:${name}`
