/** The engine's thread ended without being asked to: what was open is closed, and what was under way is not known. */
export class EngineStopped extends Error {
  readonly code = 'ENGINE_STOPPED'

  constructor(cause?: unknown) {
    super('The records have stopped', { cause })
    this.name = 'EngineStopped'
  }
}
