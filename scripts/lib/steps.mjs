/** Shows the steps of a set-up as they start and end, each with the time it took. */

const started = performance.now()

/** @param {number} from */
const seconds = (from) => `${((performance.now() - from) / 1000).toFixed(1)} s`

/** @param {string} text */
export function say(text) {
  process.stdout.write(`${text}\n`)
}

/**
 * Runs one step. A step that finds nothing to do returns `'done already'` and stays silent.
 * @param {string} name
 * @param {(note: (text: string) => void) => Promise<string | void>} work returns a short remark for the closing line
 */
export async function step(name, work) {
  const from = performance.now()
  let announced = false
  /** @param {string} text */
  const note = (text) => {
    announced = true
    say(`  … ${name}: ${text}`)
  }
  const heartbeat = setInterval(() => {
    say(`  … ${name}: still at it (${seconds(from)})`)
  }, 20_000)
  try {
    const remark = await work(note)
    if (remark === 'done already' && !announced) return
    say(`  ✓ ${name}${remark ? `: ${remark}` : ''} (${seconds(from)})`)
  } catch (error) {
    say(`  ✗ ${name} (${seconds(from)})`)
    throw error
  } finally {
    clearInterval(heartbeat)
  }
}

export const elapsed = () => seconds(started)
