/** Draws the sign-in screen into the page, for a start that is likely to show it (src/main/platform/windows/serve-renderer.ts). */
import react from '@vitejs/plugin-react'
import { createServer, type Plugin } from 'vite'

const NONCE = '__CSP_NONCE__'

/** What styles the drawn screen beside src/theme.css. */
const STYLES = ['/src/ui/lobby.module.css', '/src/features/sign-in/sign-in.module.css']

/** `root`: the folder of the page. */
export function firstScreen(root: string): Plugin {
  return {
    name: 'first-screen',
    transformIndexHtml: {
      order: 'post',
      async handler(html) {
        const { drawn, sheets } = await draw(root)
        const { markup, styles } = withoutInlineStyles(drawn)
        return html
          .replace('</head>', () => `<style nonce="${NONCE}">${sheets}${styles}</style></head>`)
          .replace('<!--first-screen-->', (mark) => `${mark}${markup}<!--/first-screen-->`)
      },
    },
  }
}

async function draw(root: string): Promise<{ drawn: string; sheets: string }> {
  const server = await createServer({
    configFile: false,
    root,
    logLevel: 'error',
    plugins: [react()],
    server: { middlewareMode: true, hmr: false, ws: false, watch: null },
    appType: 'custom',
  })
  try {
    const module = await server.ssrLoadModule('/src/first-screen.tsx')
    const drawn = (module as { drawFirstScreen: (nonce: string) => string }).drawFirstScreen(NONCE)
    const sheets = []
    for (const file of STYLES) {
      const sheet = (await server.ssrLoadModule(`${file}?inline`)) as { default: string }
      sheets.push(sheet.default)
    }
    return { drawn, sheets: sheets.join('') }
  } finally {
    await server.close()
  }
}

/** The window's policy lets no style attribute of a document in; a script's, later, is another matter. */
function withoutInlineStyles(drawn: string): { markup: string; styles: string } {
  const rules = new Map<string, number>()
  const markup = drawn.replaceAll(/ style="([^"]*)"/g, (_whole, quoted: string) => {
    const style = quoted.replaceAll('&quot;', '"').replaceAll('&#x27;', "'").replaceAll('&amp;', '&')
    const number = rules.get(style) ?? rules.size
    rules.set(style, number)
    return ` data-drawn="${String(number)}"`
  })
  const styles = [...rules].map(([style, number]) => `[data-drawn="${String(number)}"]{${style}}`).join('')
  return { markup, styles }
}
