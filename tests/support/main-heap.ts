/**
 * What main can still reach: every text and every piece of bytes that the engine has not let go of. Texts are in a heap
 * snapshot. It leaves out what byte arrays hold, as keys are, so those are written out beside it.
 */
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication } from 'playwright-core'
import { SecretCounter, type Secret } from './secret-counter'

const LONGEST_MS = 60_000

/** Names of the secrets that main can reach now. What was written for it is deleted. */
export async function secretsInHeap(app: ElectronApplication, secrets: Secret[]): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'yarrow-heap-'))
  try {
    await app.evaluate(writeOut, folder)
    for (let waited = 0; !existsSync(join(folder, 'done')); waited += 50) {
      if (waited > LONGEST_MS) throw new Error('Main did not write out what it holds')
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    const found = new Set<string>()
    for (const part of ['texts', 'bytes']) {
      const counter = new SecretCounter(secrets)
      counter.look(await readFile(join(folder, part)), 0, part)
      for (const { secret } of counter.places) found.add(secret)
    }
    return [...found].sort()
  } finally {
    await rm(folder, { recursive: true })
  }
}

/**
 * Runs in main. Not in the call itself: a snapshot collects garbage first, and the promise of the call's own answer
 * would go with it.
 */
function writeOut(_electron: unknown, folder: string): void {
  setImmediate(() => {
    const { writeFileSync } = process.getBuiltinModule('fs')
    const { Session } = process.getBuiltinModule('inspector')
    process.getBuiltinModule('v8').writeHeapSnapshot(`${folder}/texts`)
    const session = new Session()
    session.connect()
    session.post('Runtime.evaluate', { expression: 'ArrayBuffer.prototype' }, (_error, prototype) => {
      const prototypeObjectId = prototype.result.objectId ?? ''
      session.post('Runtime.queryObjects', { prototypeObjectId }, (_alsoNone, { objects }) => {
        const write = `function (file) {
          const { appendFileSync } = process.getBuiltinModule('fs')
          for (const one of this) if (one.byteLength > 0) appendFileSync(file, new Uint8Array(one))
        }`
        const { objectId } = objects
        const file = [{ value: `${folder}/bytes` }]
        session.post(
          'Runtime.callFunctionOn',
          { objectId, functionDeclaration: write, arguments: file },
          () => {
            session.disconnect()
            writeFileSync(`${folder}/done`, '')
          },
        )
      })
    })
  })
}
