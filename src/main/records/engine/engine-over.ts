/** The engine's port over a way to send it requests. */
import { CamelCasePlugin, Kysely } from 'kysely'
import type { Schema } from '../schema'
import { recordsDialect } from './dialect'
import type { RecordsEngine, Versions } from './engine'
import { EngineStopped } from './engine-stopped'
import type { QueryAnswer, Send } from './messages'

/** `sender`: where a request goes that belongs to no open connection; a connection stays with the one that opened it. */
export function engineOver(sender: () => Send): RecordsEngine {
  let connections = 0
  return {
    open: async (options) => {
      const send = sender()
      const connection = (connections += 1)
      const key = keyOf(options.key)
      await send({ do: 'open', connection, options: { ...options, key } }, [key.buffer])
      return new Kysely<Schema>({
        dialect: recordsDialect({
          query: async (sql, parameters) =>
            (await send({ do: 'query', connection, sql, parameters })) as QueryAnswer,
          close: async () => {
            await send({ do: 'close', connection }).catch((error: unknown) => {
              // Nothing is open any more.
              if (!(error instanceof EngineStopped)) throw error
            })
          },
        }),
        plugins: [new CamelCasePlugin()],
      })
    },
    tryKey: async (options) => {
      const key = keyOf(options.key)
      await sender()({ do: 'try-key', options: { ...options, key } }, [key.buffer])
    },
    rekey: async (options, wanted) => {
      const [key, next] = [keyOf(options.key), keyOf(wanted)]
      await sender()({ do: 'rekey', options: { ...options, key }, next }, [key.buffer, next.buffer])
    },
    isLogDamaged: async (file) => (await sender()({ do: 'check-log', file })) as boolean,
    versions: async () => (await sender()({ do: 'versions' })) as Versions,
  }
}

/** In a buffer of its own, which is handed over. */
function keyOf(key: Buffer): Uint8Array<ArrayBuffer> {
  if (key.length !== 32) throw new Error('A database key has 32 bytes')
  const own = new Uint8Array(new ArrayBuffer(32))
  own.set(key)
  return own
}
