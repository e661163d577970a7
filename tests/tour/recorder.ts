/** Records the tour: prints each step as it happens, keeps a numbered screenshot, and writes both summaries. */
import type { Sighting } from '../support/canaries'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

export type TourStep = { person: string; step: string; ok: boolean; ms: number; screenshot: string | null }

/** Takes the picture of what the person sees after a step; null where there is nothing to see. */
export type Look = ((path: string) => Promise<unknown>) | null

export class TourRecorder {
  readonly steps: TourStep[] = []
  readonly startedAt = Date.now()

  private constructor(readonly folder: string) {}

  static async into(folder: string): Promise<TourRecorder> {
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    return new TourRecorder(folder)
  }

  /** Does one step. `look` is what the screenshot is taken of. A step that fails ends the tour. */
  async step<T>(person: string, step: string, look: Look, action: () => Promise<T>): Promise<T> {
    const number = String(this.steps.length + 1).padStart(2, '0')
    const began = performance.now()
    process.stdout.write(`  ${number}  ${person.padEnd(22)} ${step} … `)
    try {
      const value = await action()
      const ms = Math.round(performance.now() - began)
      this.steps.push({ person, step, ok: true, ms, screenshot: await this.#capture(number, step, look) })
      process.stdout.write(`done in ${String(ms)} ms\n`)
      return value
    } catch (error) {
      const ms = Math.round(performance.now() - began)
      const screenshot = await this.#capture(number, `${step} failed`, look).catch(() => null)
      this.steps.push({ person, step, ok: false, ms, screenshot })
      process.stdout.write(`FAILED after ${String(ms)} ms\n`)
      throw error
    }
  }

  async #capture(number: string, step: string, look: Look): Promise<string | null> {
    if (!look) return null
    const slug = step
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '')
    const name = `${number}-${slug.slice(0, 60)}.png`
    await look(join(this.folder, name))
    return name
  }

  get ok() {
    return this.steps.length > 0 && this.steps.every((step) => step.ok)
  }

  async write(extra: { canaries: { looked: number; found: Sighting[] } | null }) {
    const json = { ok: this.ok, milliseconds: Date.now() - this.startedAt, ...extra, steps: this.steps }
    await writeFile(join(this.folder, 'summary.json'), `${JSON.stringify(json, null, 2)}\n`)
    await writeFile(join(this.folder, 'summary.html'), this.#html())
  }

  #html() {
    const rows = this.steps
      .map(
        (step, index) => `<li class="${step.ok ? 'ok' : 'bad'}">
  <header><b>${String(index + 1)}</b><span>${escape(step.step)}</span><small>${escape(step.person)} · ${String(step.ms)} ms · ${step.ok ? 'worked' : 'failed'}</small></header>
  ${step.screenshot ? `<a href="${step.screenshot}"><img src="${step.screenshot}" alt="Screen after: ${escape(step.step)}"></a>` : ''}
</li>`,
      )
      .join('\n')
    const verdict = this.ok ? 'Every step worked.' : 'A step failed.'
    return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Yarrow: the tour</title>
<style>
  :root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif }
  body { max-width: 1200px; margin: 32px auto; padding: 0 24px }
  ol { list-style: none; padding: 0; display: grid; gap: 24px; grid-template-columns: repeat(auto-fill, minmax(360px, 1fr)) }
  header { display: grid; grid-template-columns: 32px 1fr; margin-bottom: 8px }
  header small { grid-column: 2; opacity: .75 }
  img { width: 100%; border: 1px solid #8884; border-radius: 8px }
  .bad header { color: #b3261e }
</style>
<h1>The main job, end to end</h1>
<p>${verdict} ${String(this.steps.length)} steps in ${String(Math.round((Date.now() - this.startedAt) / 1000))} s.</p>
<ol>
${rows}
</ol>
</html>
`
  }
}

const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
