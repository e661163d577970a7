/**
 * Builds the page that hosts Fullscript's embeds as one document with script and style inline: its origin is
 * answered exactly once by a one-shot handler, so there is nothing it could load a second file from.
 */
import { defineConfig, type Plugin } from 'vite'

/** Puts every emitted script and style sheet into the HTML that refers to it, and emits nothing else. */
function inlineEverything(): Plugin {
  return {
    name: 'inline-everything',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const page = Object.values(bundle).find((file) => file.fileName.endsWith('.html'))
      if (page?.type !== 'asset') this.error('The embed page was not emitted.')
      let html = String(page.source)
      for (const file of Object.values(bundle)) {
        if (file === page) continue
        const quoted = `["'][^"']*${file.fileName.replaceAll('.', '\\.')}["']`
        if (file.type === 'chunk') {
          // `</script` inside a string would end the element early.
          const code = file.code.replaceAll(/<\/(script)/gi, '<\\/$1')
          const tag = new RegExp(`<script[^>]*\\ssrc=${quoted}[^>]*></script>`)
          if (!tag.test(html)) this.error(`Nothing in the embed page loads ${file.fileName}.`)
          html = html.replace(tag, () => `<script type="module">${code}</script>`)
        } else if (file.fileName.endsWith('.css')) {
          const tag = new RegExp(`<link[^>]*\\shref=${quoted}[^>]*>`)
          if (!tag.test(html)) this.error(`Nothing in the embed page loads ${file.fileName}.`)
          html = html.replace(tag, () => `<style>${String(file.source)}</style>`)
        } else {
          this.error(`${file.fileName} cannot be put inside the embed page.`)
        }
        Reflect.deleteProperty(bundle, file.fileName)
      }
      page.source = html
    },
  }
}

export default defineConfig({
  root: 'src/renderer',
  base: './',
  publicDir: false,
  plugins: [inlineEverything()],
  build: {
    outDir: '../../out/embed',
    emptyOutDir: true,
    target: 'chrome130',
    cssCodeSplit: false,
    assetsInlineLimit: Number.MAX_SAFE_INTEGER,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: 'src/renderer/embed.html', output: { codeSplitting: false } },
  },
})
