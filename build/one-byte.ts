/**
 * Writes characters beyond ASCII as escapes into what is built. V8 keeps the text of a script with one typographic
 * quote in it at two bytes a character, for as long as the program runs.
 */
import type { Plugin } from 'vite'

export const oneByte = (): Plugin => ({
  name: 'one-byte',
  generateBundle(_options, bundle) {
    for (const part of Object.values(bundle)) {
      if (part.type !== 'chunk') continue
      part.code = part.code.replaceAll(
        /[\u0080-\uFFFF]/g,
        (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
      )
    }
  },
})
