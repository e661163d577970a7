/** Shows the menu of text on every page. */
import { Menu, type App } from 'electron'
import { textMenu } from './text-menu'

/** Call once, before the first page is made. */
export function offerTextMenu(app: App): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.on('context-menu', (_menu, params) => {
      const items = textMenu(params, {
        replace: (word) => {
          contents.replaceMisspelling(word)
        },
        learn: (word) => {
          contents.session.addWordToSpellCheckerDictionary(word)
        },
      })
      if (items.length > 0) Menu.buildFromTemplate(items).popup()
    })
  })
}
