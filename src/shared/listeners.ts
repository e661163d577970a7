/** Who asked to be told of something; told in the order in which they asked. */
export class Listeners<Told extends readonly unknown[] = []> {
  readonly #asked = new Set<(...told: Told) => void>()

  /** Returns the function that ends it. */
  add(listener: (...told: Told) => void): () => void {
    this.#asked.add(listener)
    return () => {
      this.#asked.delete(listener)
    }
  }

  /** Nobody waits for a listener; one that throws keeps the later ones from being told. */
  tell(...told: Told): void {
    for (const listener of this.#asked) listener(...told)
  }

  clear(): void {
    this.#asked.clear()
  }
}
