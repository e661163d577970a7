/** What is used of the driver, and no more. */
declare module 'pg' {
  type GetTypeParser = (oid: number, format?: 'text' | 'binary') => (value: string) => unknown

  interface PoolClient {
    query(sql: string, parameters: readonly unknown[]): Promise<never>
    release(): void
    on(event: 'error', listener: (error: Error) => void): void
  }

  interface PoolConfig {
    host: string
    port?: number
    user: string
    password?: string
    database: string
    /** Given to the server with each connection. */
    options?: string
    max?: number
    types?: { getTypeParser: GetTypeParser }
  }

  interface Pool {
    connect(): Promise<PoolClient>
    end(): Promise<void>
    on(event: 'error', listener: (error: Error) => void): void
    on(event: 'connect', listener: (client: PoolClient) => void): void
  }

  const pg: {
    Pool: new (config: PoolConfig) => Pool
    /** What the server said, with its SQLSTATE; every other error is of the connection. */
    DatabaseError: new () => Error & { code: string | undefined }
    types: { getTypeParser: GetTypeParser }
  }
  export default pg
}
