/** Counts what nobody caught while a fuzz run goes on. */
export function countCrashes(): { count(): number; stop(): void } {
  let crashes = 0
  const crashed = () => {
    crashes += 1
  }
  process.on('uncaughtException', crashed)
  process.on('unhandledRejection', crashed)
  return {
    count: () => crashes,
    stop: () => {
      process.off('uncaughtException', crashed)
      process.off('unhandledRejection', crashed)
    },
  }
}

/** One figure of `npm run faults`; the same seed gives the same inputs. */
export type FaultFigure = { id: string; figure: string; tried: number; bad: number; seed: number }
