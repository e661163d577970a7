import { useEffect, useState } from 'react'

/** Epoch milliseconds, moving every `step` milliseconds while `running`. */
export function useNow(step = 1000, running = true): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    if (!running) return undefined
    const timer = setInterval(() => {
      setNow(Date.now())
    }, step)
    return () => {
      clearInterval(timer)
    }
  }, [step, running])
  return now
}
