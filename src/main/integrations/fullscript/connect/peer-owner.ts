/**
 * Whose socket is at the other end of a loopback connection (F-122). Linux lists every socket with the user it
 * belongs to in /proc/net/tcp and /proc/net/tcp6. Elsewhere state and PKCE alone carry the attempt.
 */
import { readFileSync } from 'node:fs'

/** Of our end of the connection. */
export type Connection = {
  localAddress: string
  localPort: number
  remoteAddress: string
  remotePort: number
}

/** `unknown`: this system does not say. */
export type PeerOwner = 'ours' | 'foreign' | 'unknown'

/** As the kernel prints it: 32-bit words in the byte order of the machine, the port in network order. */
function kernelName(address: string, port: number): string {
  const bytes =
    address === '::1' ? [...new Array<number>(15).fill(0), 1] : address.split('.').map((part) => Number(part))
  const words = Buffer.from(bytes)
  words.swap32()
  return `${words.toString('hex').toUpperCase()}:${port.toString(16).toUpperCase().padStart(4, '0')}`
}

/** `table`: text of /proc/net/tcp or tcp6. `uid`: of this process. */
export function peerOwnerIn(table: string, connection: Connection, uid: number): PeerOwner {
  const here = kernelName(connection.localAddress, connection.localPort)
  const there = kernelName(connection.remoteAddress, connection.remotePort)
  const rows = table.split('\n').map((row) => row.trim().split(/\s+/))
  // A table that lacks our own end is of another network namespace and says nothing about the other end.
  if (!rows.some(([, local, remote]) => local === here && remote === there)) return 'unknown'
  // A socket that its process has already closed is listed as root's, so that nobody can hide by hanging up.
  const peer = rows.find(([, local, remote]) => local === there && remote === here)
  return peer?.[7] === String(uid) ? 'ours' : 'foreign'
}

export function peerOwner(connection: Connection): PeerOwner {
  const uid = process.getuid?.()
  if (process.platform !== 'linux' || uid === undefined) return 'unknown'
  const path = connection.localAddress.includes(':') ? '/proc/net/tcp6' : '/proc/net/tcp'
  try {
    return peerOwnerIn(readFileSync(path, 'latin1'), connection, uid)
  } catch {
    return 'unknown'
  }
}
