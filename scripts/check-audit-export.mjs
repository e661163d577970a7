/**
 * Checks a signed audit export without Yarrow: `node check-audit-export.mjs yarrow-audit-2026-01-05.jsonl`. Needs
 * nothing but Node. Says what is wrong and names the first line that is not as it was; exit status 0 when it is good.
 */
import { Buffer } from 'node:buffer'
import { createHash, createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** @param {string | Buffer} data */
const sha256 = (data) => createHash('sha256').update(data).digest('hex')
/** What stands before an Ed25519 public key in its SPKI form (RFC 8410). */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')
const LINE = /^\{"hash":"([0-9a-f]{64})","(manifest|row|end)":(\{.*\})\}$/

/**
 * Rows are in the order of their times, then by workstation and number.
 * @param {Record<string, any>} row
 * @param {Record<string, any>} before
 */
const isBehind = (row, before) =>
  (row.at - before.at || row.station - before.station || row.seq - before.seq) > 0

/**
 * @param {Buffer} bytes of the file
 * @returns {{ wrong: string | null, rows?: number, manifest?: Record<string, unknown> }}
 */
export function checkExport(bytes) {
  const lines = bytes.toString('utf8').split('\n')
  if (lines.pop() !== '' || lines.length < 3) return { wrong: 'the end of the file is missing' }
  const last = lines.pop() ?? ''
  let hash = ''
  /** @type {Record<string, any> | null} */
  let row = null
  /** @type {Record<string, any>[]} */
  const values = []
  for (const [at, line] of lines.entries()) {
    const [, given, kind, text = ''] = LINE.exec(line) ?? []
    hash = sha256(hash + text)
    const expected = at === 0 ? 'manifest' : at === lines.length - 1 ? 'end' : 'row'
    const good = given === hash && kind === expected
    const value = good ? JSON.parse(text) : {}
    if (!good || (kind === 'row' && row && !isBehind(value, row))) {
      const last = row ? `; the last good row is number ${row.seq} of workstation ${row.station}` : ''
      return { wrong: `line ${at + 1} is not as Yarrow wrote it${last}` }
    }
    if (kind === 'row') row = value
    values.push(value)
  }
  const [manifest = {}] = values
  const rows = values.length - 2
  if (manifest.yarrow !== 'audit export' || manifest.format !== 1)
    return { wrong: 'this is not an audit export' }
  if (values.at(-1)?.rows !== rows) return { wrong: 'rows are missing' }
  const { sha256: said, signature } = JSON.parse(last)
  const whole = sha256(bytes.subarray(0, bytes.length - Buffer.byteLength(`${last}\n`)))
  if (said !== whole) return { wrong: 'the file is not as Yarrow wrote it' }
  const raw = Buffer.from(manifest.publicKey, 'base64')
  if (sha256(raw).match(/.{4}/g)?.join(' ') !== manifest.fingerprint)
    return { wrong: 'key and fingerprint do not belong together' }
  const key = createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' })
  const message = Buffer.from(`yarrow audit export 1 ${whole}`)
  return verify(null, message, key, Buffer.from(signature, 'base64'))
    ? { wrong: null, rows, manifest }
    : { wrong: 'the signature is not good' }
}

const [, program, file] = process.argv
if (program?.endsWith('check-audit-export.mjs')) {
  if (file === undefined) {
    console.error('usage: node check-audit-export.mjs FILE')
    process.exit(2)
  }
  const { wrong, rows, manifest } = checkExport(readFileSync(file))
  console.log(
    wrong === null
      ? `Good: ${rows} rows, exported ${manifest?.exportedAt} by ${manifest?.exportedBy}, key ${manifest?.fingerprint}`
      : `Do not rely on this file: ${wrong}.`,
  )
  process.exit(wrong === null ? 0 : 1)
}
