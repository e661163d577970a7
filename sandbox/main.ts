/** `tsx sandbox/main.ts [--port 0] [--https-port 0] [--rotation lazy|immediate] [--redirect-uri URI]… [--origin-uri URI]… [--json]` */
import { parseArgs } from 'node:util'
import { startSandbox, type SandboxAddresses } from './server'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'https-port': { type: 'string', default: '0' },
    rotation: { type: 'string', default: 'lazy' },
    'redirect-uri': { type: 'string', multiple: true, default: [] },
    'origin-uri': { type: 'string', multiple: true, default: [] },
    json: { type: 'boolean', default: false },
  },
})

if (values.rotation !== 'lazy' && values.rotation !== 'immediate') {
  console.error('--rotation is "lazy" or "immediate"')
  process.exit(2)
}

const sandbox = await startSandbox({
  port: Number(values.port),
  httpsPort: Number(values['https-port']),
  rotation: values.rotation,
  redirectUris: values['redirect-uri'],
  originUris: values['origin-uri'],
})

if (values.json) console.log(JSON.stringify(sandbox.addresses))
else print(sandbox.addresses)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void sandbox.close().then(() => process.exit(0)))
}

function print(addresses: SandboxAddresses): void {
  console.log('\nLocal Fullscript, a stand-in for development. Invented people only.\n')
  console.log(`  API base        ${addresses.http}/api`)
  console.log(`  Authorize page  ${addresses.http}/oauth/authorize`)
  console.log(`  Embed origin    ${addresses.http}`)
  console.log(`  Over TLS        ${addresses.https}`)
  console.log(`  Control page    ${addresses.control}`)
  console.log(`  Certificate     SHA-256 ${addresses.certificateFingerprint}`)
  console.log(`  Key (SPKI)      ${addresses.spki}`)
  for (const application of addresses.applications) {
    console.log(`\n  Application, ${application.level} level`)
    console.log(`    client id      ${application.clientId}`)
    console.log(`    client secret  ${application.clientSecret}`)
    console.log(`    public key     ${application.publicKey}`)
    console.log(`    redirect URIs  ${application.redirectUris.join('\n                   ')}`)
    console.log(`    origin URIs    ${application.originUris.join('\n                   ')}`)
  }
  console.log('\n  Accounts')
  console.table(
    Object.fromEntries(
      addresses.accounts.map(({ name, role, clinic, email, password }) => [
        name,
        { role, clinic, email, password },
      ]),
    ),
  )
}
