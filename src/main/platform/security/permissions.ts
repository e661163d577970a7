/**
 * What a web page may ask of the computer: nothing, except that Fullscript's frame may copy text (E-05, F-803).
 * `openExternal` is among what is refused, so no page can start the system's opener for a foreign scheme.
 */
import type { Session } from 'electron'
import { originOf } from './navigation'

/** True only for the one permission and the one origin that a session was hardened with. */
export function permits(
  permission: string,
  requestingUrl: string | undefined,
  copyOrigin: string | null,
): boolean {
  if (permission !== 'clipboard-sanitized-write' || copyOrigin === null) return false
  return requestingUrl !== undefined && originOf(requestingUrl) === copyOrigin
}

/**
 * Sets every permission handler that a session has. `copyOrigin`: the origin that may write plain text to the
 * clipboard after a click, or null. `localNetwork`: a loopback origin the page may reach, for a stand-in only.
 */
export function restrictPermissions(
  session: Session,
  { copyOrigin, localNetwork }: { copyOrigin: string | null; localNetwork: boolean } = {
    copyOrigin: null,
    localNetwork: false,
  },
): void {
  const reachesLoopback = (permission: string) =>
    localNetwork && (permission === 'loopback-network' || permission === 'local-network-access')
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(permits(permission, details.requestingUrl, copyOrigin) || reachesLoopback(permission))
  })
  session.setPermissionCheckHandler(
    (_contents, permission, requestingOrigin) =>
      permits(permission, requestingOrigin, copyOrigin) || reachesLoopback(permission),
  )
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, answer) => {
    answer(null)
  })
  session.setBluetoothPairingHandler((_details, answer) => {
    answer({ confirmed: false })
  })
  session.setUSBProtectedClassesHandler(({ protectedClasses }) => protectedClasses)
}
