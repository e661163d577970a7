/** Inside an Electron app: answers what the benchmark asks over the process channel. */

export type Question = { id: number; request: unknown }
export type Answer = { id: number; value?: unknown; error?: string }

export function answer(handle: (request: never) => Promise<unknown>): void {
  process.on('message', ({ id, request }: Question) => {
    const tell = (rest: Omit<Answer, 'id'>) => process.send?.({ id, ...rest } satisfies Answer)
    handle(request as never).then(
      (value) => tell({ value }),
      (error: unknown) => tell({ error: String(error) }),
    )
  })
}
