/**
 * What is thrown at the loopback listener: every part of a request from a list of right and wrong values, edited
 * queries, and bytes that are no request at all. What may be taken is known from how an input was made, not from
 * the code under test.
 */
import fc from 'fast-check'
import { navigation } from '../support/benches/connect'

const PATH = '/fullscript/us-snd/callback'
export const CODE = 'genuine-code'

const some = <T>(...values: T[]) => fc.constantFrom(...values)
/** Mostly right, so that wrongness of one part alone is common. */
const mostly = <T>(right: T, wrong: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 9, arbitrary: fc.constant(right) }, { weight: 1, arbitrary: wrong })

const method = mostly(
  'GET',
  some('POST', 'HEAD', 'OPTIONS', 'PUT', 'DELETE', 'TRACE', 'PATCH', 'G\u00e9T', 'get', 'X'),
)
const path = mostly(
  PATH,
  fc.oneof(
    some(
      '/',
      '//',
      `${PATH}/`,
      `/${PATH}`,
      `${PATH}%2f`,
      `${PATH}/..`,
      '/favicon.ico',
      '/fullscript/us-snd/done',
    ),
    some(
      '/fullscript/us/callback',
      `http://evil.example${PATH}`,
      '/%',
      '*',
      '/robots.txt',
      `${PATH}\\`,
      PATH.toUpperCase(),
    ),
    fc.string({ unit: 'binary-ascii', maxLength: 40 }).map((text) => `/${text.replaceAll(/[\s?]/g, '')}`),
  ),
)
/** `{port}` stands for the listener's. */
const host = mostly<string | null>(
  '127.0.0.1:{port}',
  fc.oneof(
    some(
      null,
      '127.0.0.1',
      'localhost:{port}',
      'evil.example:{port}',
      '[::1]:{port}',
      'a@127.0.0.1:{port}',
      '%00',
    ),
    some('', 'a b', '127.0.0.1:{port}:{port}', '127.0.0.1:0{port}', '127.0.0.1:{port}.', '\u00ff'),
    fc.string({ unit: 'binary-ascii', maxLength: 30 }).map((text) => text.replaceAll(/[\r\n]/g, '')),
  ),
)
type Purpose = { headers: string[]; served: boolean }
const purpose = mostly<Purpose>(
  {
    headers: ['Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: document'],
    served: true,
  },
  some<Purpose>(
    { headers: [], served: true },
    { headers: ['X-Unknown: 1', 'Referer: https://evil.example/', 'Cookie: a=b'], served: true },
    {
      headers: ['Sec-Fetch-Mode: cors', 'Sec-Fetch-Dest: empty', 'Origin: https://evil.example'],
      served: false,
    },
    { headers: ['Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: iframe'], served: false },
    { headers: ['Sec-Fetch-Mode: no-cors', 'Sec-Fetch-Dest: image'], served: false },
    { headers: ['Origin: null'], served: false },
    {
      headers: ['Sec-Purpose: prefetch;prerender', 'Sec-Fetch-Mode: navigate', 'Sec-Fetch-Dest: document'],
      served: false,
    },
    { headers: ['Purpose: prefetch'], served: false },
    { headers: ['Content-Length: 3'], served: false },
    { headers: ['Transfer-Encoding: chunked', 'Content-Length: 3'], served: false },
    { headers: ['Host: 127.0.0.1:{port}'], served: false },
    { headers: Array.from({ length: 150 }, (_, i) => `X-${i}: y`), served: false },
    { headers: ['Broken header'], served: false },
    { headers: ['A\u0001: b'], served: false },
    { headers: ['Expect: something'], served: false },
  ),
)

/** `{state}` stands for the state of the attempt. */
const WRONG_QUERIES = [
  null,
  '',
  'code=c',
  'state={state}',
  'code=&state={state}',
  'code=c&state=',
  'code=c&state={state}x',
  'code=c&state=x{state}',
  'code=c&state={state}&state={state}',
  'code=c&code=c&state={state}',
  'code=c&c%6fde=c&state={state}',
  'code=c&state={state}&iss=https://evil.example',
  'code=c&state={state}&iss=https%3A%2F%2Fapi-us.fullscript.io',
  'code=c&state={state}&iss=https://api-us-snd.fullscript.io/',
  'code=c&state={state}&iss=x&iss=https://api-us-snd.fullscript.io',
  'error=access_denied',
  'error=access_denied&state=x',
  'error=access_denied&error=access_denied&state={state}',
  'error=access_denied&state={state}&iss=https://evil.example',
  'error=&state={state}',
  'code=c&state={state}%',
  'code=%c0%af&state={state}',
  'code=c%00&state={state}',
  'code=c%0d%0aSet-Cookie:x&state={state}',
  'code=%E2%80%AE&state={state}',
  'code=c+d&state={state}',
  'code=c&state={state}#x',
  'code=c&State={state}',
  'code=c;state={state}',
  'code=c&state=%00{state}',
  'code[]=c&state={state}',
  'code=c&state[]={state}',
  '?code=c&state={state}',
] as const

const edit = fc.record({
  at: fc.nat(),
  remove: fc.nat(4),
  insert: fc.string({ unit: 'binary-ascii', maxLength: 4 }),
})
const query = fc.oneof(
  { weight: 8, arbitrary: some(...WRONG_QUERIES).map((template) => ({ template, edits: [] })) },
  {
    weight: 6,
    // Edits stay away from the state's place holder being whole: every one of them breaks the state.
    arbitrary: fc.record({
      template: fc.constant('code=c&state={broken}'),
      edits: fc.array(edit, { maxLength: 4 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc
      .oneof(
        fc.string({ maxLength: 60 }),
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.webQueryParameters(),
      )
      .map((template) => ({ template: template.replaceAll('{', '('), edits: [] })),
  },
  {
    weight: 1,
    arbitrary: some(8193, 12_000, 20_000).map((length) => ({
      template: 'code=c&state={state}&x='.padEnd(length, 'x'),
      edits: [],
    })),
  },
)
const genuineQuery = some(
  `code=${CODE}&state={state}`,
  `state={state}&code=${CODE}`,
  `code=${CODE}&state={state}&iss=https%3A%2F%2Fapi-us-snd.fullscript.io`,
  `x=1&code=${CODE}&__proto__=2&state={state}&x=3&error=`,
  // What is never used can't spoil what is (B15).
  `code=${CODE}&state={state}&x=%zz&error_description=%0D%0A%E9`,
).map((template) => ({ template, edits: [] as fc.Arbitrary<never>[] | [] }))

const delivery = mostly<'whole' | 'in-pieces' | 'cut-and-reset' | 'cut-and-closed' | 'behind-another'>(
  'whole',
  some('in-pieces', 'cut-and-reset', 'cut-and-closed', 'behind-another'),
)

const request = (queries: fc.Arbitrary<{ template: string | null; edits: unknown[] }>, genuine: boolean) =>
  fc.record({
    kind: fc.constant('request' as const),
    genuine: fc.constant(genuine),
    method,
    path,
    host,
    purpose,
    query: queries as fc.Arbitrary<Query>,
    delivery,
  })

type Query = { template: string | null; edits: { at: number; remove: number; insert: string }[] }

const bytes = fc
  .oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc.string({ unit: 'binary', maxLength: 400 }).map((text) => Buffer.from(text)),
    some(
      'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      '\x16\x03\x01\x00\x05\x01\x00\x00\x01\x03',
      'GET\r\n\r\n',
      '\r\n\r\n',
      '\0',
    ).map((text) => Buffer.from(text, 'latin1')),
  )
  .map((data) => ({ kind: 'bytes' as const, data: Buffer.from(data) }))

/** One in twenty-five is a right answer in its query, and most of those are right in every part. */
export const callbackInput = fc.oneof(
  { weight: 21, arbitrary: request(query, false) },
  { weight: 3, arbitrary: bytes },
  { weight: 1, arbitrary: request(genuineQuery, true) },
)
export type CallbackInput = typeof callbackInput extends fc.Arbitrary<infer T> ? T : never

/** Whether this is the one exact answer, from how it was made. */
export const isExact = (input: CallbackInput): boolean =>
  input.kind === 'request' &&
  input.genuine &&
  input.method === 'GET' &&
  input.path === PATH &&
  input.host === '127.0.0.1:{port}' &&
  input.purpose.served &&
  (input.delivery === 'whole' || input.delivery === 'in-pieces')

/** The bytes of an input for this listener and attempt. */
export function render(input: CallbackInput, port: number, state: string): Buffer {
  if (input.kind === 'bytes') return input.data
  const fill = (text: string) =>
    text
      .replaceAll('{port}', String(port))
      .replaceAll('{state}', state)
      .replaceAll('{broken}', breakState(state))
  const text = navigation(port, fill(input.path + queryOf(input.query)).replaceAll(/[\r\n]/g, ''), {
    method: input.method,
    host: input.host === null ? null : fill(input.host),
    fetchMetadata: false,
    headers: input.purpose.headers.map(fill),
  })
  return Buffer.from(
    input.delivery === 'behind-another' ? navigation(port, '/favicon.ico') + text : text,
    'latin1',
  )
}

/** One character of it replaced by another of its alphabet. */
const breakState = (state: string) =>
  `${state.slice(0, 20)}${state[20] === 'A' ? 'B' : 'A'}${state.slice(21)}`

function queryOf({ template, edits }: Query): string {
  if (template === null) return ''
  let text = template
  for (const { at, remove, insert } of edits) {
    const place = at % (text.length + 1)
    text = text.slice(0, place) + insert + text.slice(place + remove)
  }
  return `?${text}`
}
