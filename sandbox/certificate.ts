/** A certificate for this run only; its key never leaves memory. */
import { createHash, X509Certificate } from 'node:crypto'
import { generate } from 'selfsigned'

export type Certificate = {
  key: string
  cert: string
  /** `AA:BB:…` SHA-256 of the certificate, as Node's `fingerprint256`. */
  fingerprint: string
  /** Base64 SHA-256 of the SubjectPublicKeyInfo, as Chromium's `--ignore-certificate-errors-spki-list` wants it. */
  spki: string
}

export async function makeCertificate(): Promise<Certificate> {
  const made = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 2, value: 'sim.localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  })
  const certificate = new X509Certificate(made.cert)
  const spki = certificate.publicKey.export({ type: 'spki', format: 'der' })
  return {
    key: made.private,
    cert: made.cert,
    fingerprint: certificate.fingerprint256,
    spki: createHash('sha256').update(spki).digest('base64'),
  }
}
