/** Of the project `postgres`: one server for the run, and in it the database that all others are copies of. */
import type { TestProject } from 'vitest/node'
import { makeTemplate, type Place } from './databases'
import { binaries, startServer, USER } from './server'

declare module 'vitest' {
  interface ProvidedContext {
    postgres: Place
  }
}

export default async function setUp(project: TestProject) {
  const native = binaries()
  if (native === null) return undefined
  const server = await startServer(native)
  try {
    project.provide('postgres', await makeTemplate({ host: server.socketFolder, user: USER }))
  } catch (error) {
    await server.stop()
    throw error
  }
  return server.stop
}
