/** Proves that the user at the other end of a loopback connection is read rightly from the kernel's table. */
import { createServer, type Socket } from 'node:net'
import { describe, expect, it } from 'vitest'
import { peerOwner, peerOwnerIn } from './peer-owner'
import { openSocket } from '../../../../../tests/support/benches/connect'

const connection = {
  localAddress: '127.0.0.1',
  localPort: 40_000,
  remoteAddress: '127.0.0.1',
  remotePort: 50_000,
}
const row = (local: string, remote: string, uid: number) =>
  `   1: ${local} ${remote} 01 00000000:00000000 00:00000000 00000000  ${uid}        0 12345 1 0000000000000000 20 4 30 10 -1`
const ours = row('0100007F:9C40', '0100007F:C350', 1000)
const peer = (uid: number) => row('0100007F:C350', '0100007F:9C40', uid)
const heading =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode'

describe('F-122: the table of the kernel', () => {
  it.each([
    ['the same user', [ours, peer(1000)], 'ours'],
    ['another user', [ours, peer(1001)], 'foreign'],
    ['a socket that was closed already is root’s', [ours, peer(0)], 'foreign'],
    ['a peer that is not listed', [ours], 'foreign'],
    ['a table that lacks our own end', [peer(1000)], 'unknown'],
    [
      'other connections',
      [row('0100007F:9C41', '0100007F:C350', 1000), row('0100007F:C350', '0100007F:9C41', 7)],
      'unknown',
    ],
    ['nothing', [], 'unknown'],
  ])('%s', (_name, rows, expected) => {
    expect(peerOwnerIn([heading, ...rows, ''].join('\n'), connection, 1000)).toBe(expected)
  })

  it('::1', () => {
    const six = { ...connection, localAddress: '::1', remoteAddress: '::1' }
    const address = '00000000000000000000000001000000'
    const table = [
      heading,
      row(`${address}:9C40`, `${address}:C350`, 5),
      row(`${address}:C350`, `${address}:9C40`, 5),
    ]
    expect(peerOwnerIn(table.join('\n'), six, 5)).toBe('ours')
  })
})

it.each(['127.0.0.1', '::1'])(
  'F-122: a connection of this very process over %s is ours, where the system says',
  async (host) => {
    const server = createServer().listen(0, host)
    await new Promise((resolve) => server.once('listening', resolve))
    const accepted = new Promise<Socket>((resolve) => server.once('connection', resolve))
    const address = server.address()
    const { socket } = await openSocket(typeof address === 'object' ? (address?.port ?? 0) : 0, host)
    const { localAddress, localPort, remoteAddress, remotePort } = await accepted
    expect(
      peerOwner({
        localAddress: localAddress ?? '',
        localPort: localPort ?? 0,
        remoteAddress: remoteAddress ?? '',
        remotePort: remotePort ?? 0,
      }),
    ).toBe(process.platform === 'linux' ? 'ours' : 'unknown')
    socket.destroy()
    server.close()
  },
)
