/** Fullscript's logo, where its file was put into build/fullscript before the build; null until then. */
const files = import.meta.glob<string>('../../../../../build/fullscript/logo.svg', {
  eager: true,
  query: '?url&no-inline',
  import: 'default',
})

export const FULLSCRIPT_LOGO: string | null = Object.values(files)[0] ?? null
