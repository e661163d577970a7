/** HTML by template literal; every value is escaped unless it is markup already. */

export class Markup {
  constructor(readonly text: string) {}
  toString(): string {
    return this.text
  }
}

export type Child = Markup | string | number | null | undefined | false | Child[]

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign)

function render(child: Child): string {
  if (child === null || child === undefined || child === false) return ''
  if (Array.isArray(child)) return child.map(render).join('')
  return child instanceof Markup ? child.text : escapeHtml(String(child))
}

export function html(strings: TemplateStringsArray, ...children: Child[]): Markup {
  return new Markup(strings.reduce((text, part, index) => text + part + render(children[index]), ''))
}

/** Marks text of our own as markup. Never for anything that came in a request. */
export const raw = (text: string): Markup => new Markup(text)

/** JSON that is safe inside a script element. */
export const jsonForScript = (value: unknown): Markup =>
  raw(
    JSON.stringify(value)
      .replace(/</g, '\\u003c')
      .replace(/\u2028/g, '\\u2028')
      .replace(/\u2029/g, '\\u2029'),
  )
