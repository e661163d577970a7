/** The records' thread: takes one request after the other and answers each. */
import { parentPort } from 'node:worker_threads'
import { sentError, type Request } from './messages'
import { sqlcipher } from './sqlcipher'

const handle = sqlcipher()

parentPort?.on('message', ({ id, request }: { id: number; request: Request }) => {
  void answer(request).then((said) => {
    parentPort?.postMessage({ id, ...said })
  })
})

async function answer(request: Request) {
  try {
    return { value: await handle(request) }
  } catch (error) {
    return { error: sentError(error) }
  }
}
