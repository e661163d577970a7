/** What Yarrow says of itself, and the code that opens its records. */
import type { AppInfo } from '../../../../shared/contract/app'

export const INFO: AppInfo = {
  version: '0.1.0',
  electron: '33.2.1',
  chrome: '130.0.6723.137',
  node: '20.18.1',
  runtime: 'stand-in',
  nodeApi: '9',
  sqlite: '3.50.4',
  cipher: 'SQLCipher 4, AES-256',
  keychain: 'GNOME Keyring (Secret Service)',
  build: 'development',
  demo: true,
  locale: 'en-US',
  demoAccounts: [
    { username: 'maya', displayName: 'Maya Lindqvist', roleName: 'Practitioner and administrator' },
    { username: 'tomas', displayName: 'Tomás Okonkwo', roleName: 'Practitioner' },
    { username: 'june', displayName: 'June Abernathy', roleName: 'Office staff' },
  ],
  demoPassword: 'yarrow-demo',
}

export const RECOVERY_CODE = 'K7QM-2TXA-9RDF-4WHN-6CVB-8PZE'
