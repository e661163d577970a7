/** Boots the embed page. */
import { Fullscript } from '@fullscript/fullscript-js'
import type { EmbedBridge } from '../../shared/contract'
import { EmbedPage } from './embed-page'
import { enterFrame, giveFocusOn, watchFocusEdges } from './keyboard-focus'

const element = (id: string): HTMLElement => {
  const found = document.getElementById(id)
  if (!found) throw new Error(`The page has no ${id}`)
  return found
}

const bridge = Reflect.get(window, 'yarrow') as EmbedBridge
const page = new EmbedPage({ window, bridge, fullscript: Fullscript, root: element('embed') })
watchFocusEdges({
  first: element('edge-first'),
  last: element('edge-last'),
  left: (direction) => {
    void bridge.report({ type: 'focus-left', direction })
  },
})
bridge.on.enter(() => {
  enterFrame(document, page.frame)
})
giveFocusOn(window, () => page.frame)
