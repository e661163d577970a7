/** What may stand on the command line. */

/**
 * Switches that hand a running app to somebody else, write its secrets to files or turn its walls off. No fuse covers
 * the remote debugger, so a release looks for itself (F-906).
 */
const DANGEROUS = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-allow-origins',
  'inspect',
  'inspect-brk',
  'inspect-wait',
  'inspect-port',
  'inspect-publish-uid',
  'enable-logging',
  'log-file',
  'log-level',
  'v',
  'vmodule',
  'log-net-log',
  'net-log-capture-mode',
  'ssl-key-log-file',
  'trace-startup',
  'js-flags',
  'no-sandbox',
  'disable-setuid-sandbox',
  'disable-gpu-sandbox',
  'single-process',
  'in-process-gpu',
  'renderer-cmd-prefix',
  'utility-cmd-prefix',
  'gpu-launcher',
  'browser-subprocess-path',
  'disable-web-security',
  'disable-site-isolation-trials',
  'disable-features',
  'enable-blink-features',
  'allow-running-insecure-content',
  'allow-file-access-from-files',
  'unsafely-treat-insecure-origin-as-secure',
  'ignore-certificate-errors',
  'ignore-certificate-errors-spki-list',
  'allow-insecure-localhost',
  'host-rules',
  'host-resolver-rules',
  'load-extension',
  'enable-automation',
  'auth-server-whitelist',
  'auth-server-allowlist',
  'auth-negotiate-delegate-whitelist',
  'auth-negotiate-delegate-allowlist',
  'custom-devtools-frontend',
] as const

/** Dangerous switches that are set. `has`: Electron's own parser, which knows `--x`, `-x` and `/x`. */
export function dangerousSwitches(has: (name: string) => boolean): string[] {
  return DANGEROUS.filter((name) => has(name))
}

/**
 * Switches that a development or test start may carry beside a link; a release allows none, so that a link can never
 * bring one along (F-203).
 */
export const DEVELOPMENT_SWITCHES = [
  '-r',
  '--require',
  '--no-sandbox',
  '--password-store',
  '--inspect',
  '--remote-debugging-port',
] as const
