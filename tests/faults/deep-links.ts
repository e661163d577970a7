/**
 * S-03: random links, as `open-url` delivers them, among start arguments and in what a second instance sends along,
 * to the same attempt. What may be taken is known from how an input was made: the right link with clean arguments.
 */
import fc from 'fast-check'
import { buildDeepLink } from '../../src/shared/deep-link'
import {
  findLinkInAdditionalData,
  findLinkInArgv,
} from '../../src/main/integrations/fullscript/connect/link-in-argv'
import { connectBench, type ConnectBench } from '../support/benches/connect'
import { countCrashes, type FaultFigure } from './callbacks-crashes'

const CODE = 'genuine-code'
const some = <T>(...values: T[]) => fc.constantFrom(...values)

/** `{state}` stands for the state of the attempt. None of these may be taken. */
const WRONG = [
  'com.yarrowehr.desktop://fullscript/us-snd/callback?code=c&state={state}',
  'com.yarrowehr.desktop:///fullscript/us-snd/callback?code=c&state={state}',
  'com.yarrowehr.desktop:fullscript/us-snd/callback?code=c&state={state}',
  'com.yarrowehr.desktop://evil/fullscript/us-snd/callback?code=c&state={state}',
  'COM.yarrowehr.desktop:/fullscript/us-snd/callback?code=c&state={state}',
  'com.yarrowehr.desktop:/fullscript/us/callback?code=c&state={state}',
  'com.yarrowehr.desktop:/fullscript/us-snd/callback/?code=c&state={state}',
  'com.yarrowehr.desktop:/fullscript/us-snd/%63allback?code=c&state={state}',
  'com.yarrowehr.desktop:/settings/reset?code=c&state={state}',
  'com.yarrowehr.desktop.evil:/fullscript/us-snd/callback?code=c&state={state}',
  'com-yarrowehr-desktop:/fullscript/us-snd/callback?code=c&state={state}',
  'com.yarrowehr.desktop:/fullscript/us-snd/callback?code=c&state={state}#x',
  'com.yarrowehr.desktop:/fullscript/us-snd/callback?code=c&state={state} --inspect',
  'com.yarrowehr.desktop:/fullscript/us-snd/callback?code=c&state={state}" --gpu-launcher=calc',
  'com.yarrowehr.desktop:\\fullscript\\us-snd\\callback?code=c&state={state}',
  'com.yarrowehr.desktop:/fullscript/us-snd/callback?code=c&state={state}\0',
  'com.yarrowehr.desktop:/fullscript/us-snd/callback?code=c&state={state}\n',
  'com.yarrowehr.desktop:/fullscript/us-snd/callback?code=c&code=c&state={state}',
  'com.yarrowehr.desktop:/fullscript/us-snd/callback?code=c&state={state}&state={state}',
  'com.yarrowehr.desktop:/fullscript/us-snd/callback?code=&state={state}',
  'com.yarrowehr.desktop:/fullscript/us-snd/callback?state={state}',
  'com.yarrowehr.desktop:/fullscript/us-snd/callback?code=c',
  'com.yarrowehr.desktop:/fullscript/us-snd/callback?code=c&state={state}x',
  'com.yarrowehr.desktop:/fullscript/us-snd/callback?code=c&state=%00{state}',
  'com.yarrowehr.desktop:/fullscript/us-snd/callback?code=c&state={state}&iss=https://evil.example',
  'com.yarrowehr.desktop:/fullscript/us-snd/callback?error=access_denied&state=x',
  'com.yarrowehr.desktop:/fullscript/us-snd/callback?code=%zz&state={state}',
  'http://127.0.0.1:1/fullscript/us-snd/callback?code=c&state={state}',
] as const

const edit = fc.record({
  at: fc.nat(),
  remove: fc.nat(6),
  insert: fc.string({ unit: 'binary', maxLength: 6 }),
})
const wrongLink = fc.oneof(
  { weight: 6, arbitrary: some<string>(...WRONG) },
  {
    weight: 6,
    arbitrary: fc.array(edit, { maxLength: 4 }).map((edits) =>
      edits.reduce((text, { at, remove, insert }) => {
        const place = at % (text.length + 1)
        return text.slice(0, place) + insert + text.slice(place + remove)
      }, 'com.yarrowehr.desktop:/fullscript/us-snd/callback?code=c&state={broken}'),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.string({ unit: 'binary', maxLength: 100 }).map((text) => text.replaceAll('{', '(')),
  },
  {
    weight: 1,
    arbitrary: some(
      '',
      'x'.repeat(9000),
      buildDeepLink('us-snd', `code=${'c'.repeat(20_000)}&state={state}`),
    ),
  },
)
const rightLink = some(
  buildDeepLink('us-snd', `code=${CODE}&state={state}`),
  buildDeepLink('us-snd', `state={state}&code=${CODE}&x=1&x=2`),
  buildDeepLink('us-snd', `code=${CODE}&state={state}&iss=https%3A%2F%2Fapi-us-snd.fullscript.io`),
)

const harmless = some<string>('/usr/bin/yarrow', '--', 'out/main/index.js', '')
const suspect = fc.oneof(
  some<string>(
    '--inspect',
    '--no-sandbox',
    '--gpu-launcher=calc',
    '-r',
    '-',
    '--user-data-dir=x',
    '--remote-debugging-port=1',
  ),
  some<string>(WRONG[0], buildDeepLink('us-snd', 'code=second&state={state}')),
)
const argv = (link: fc.Arbitrary<string>, clean: boolean) =>
  fc
    .tuple(
      fc.array(harmless, { maxLength: 2 }),
      fc.array(clean ? harmless : suspect, { minLength: 1, maxLength: 3 }),
      link,
      fc.boolean(),
    )
    .map(([before, beside, text, last]) =>
      last ? ['yarrow', ...before, ...beside, text] : ['yarrow', ...before, text, ...beside],
    )
const hostileShape = fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true })

export const linkInput = fc.oneof(
  { weight: 8, arbitrary: wrongLink.map((link) => ({ form: 'open-url' as const, link, exact: false })) },
  { weight: 1, arbitrary: rightLink.map((link) => ({ form: 'open-url' as const, link, exact: true })) },
  {
    weight: 8,
    arbitrary: argv(wrongLink, true).map((list) => ({ form: 'argv' as const, argv: list, exact: false })),
  },
  {
    weight: 4,
    arbitrary: argv(rightLink, false).map((list) => ({ form: 'argv' as const, argv: list, exact: false })),
  },
  {
    weight: 1,
    arbitrary: argv(rightLink, true).map((list) => ({ form: 'argv' as const, argv: list, exact: true })),
  },
  { weight: 3, arbitrary: hostileShape.map((data) => ({ form: 'second' as const, data, exact: false })) },
  {
    weight: 3,
    arbitrary: argv(wrongLink, true).map((list) => ({
      form: 'second' as const,
      data: { argv: list },
      exact: false,
    })),
  },
)
type LinkInput = typeof linkInput extends fc.Arbitrary<infer T> ? T : never

const RULES = { platform: 'linux' as const, allowedSwitches: [] }

export async function runDeepLinkFuzz({
  count,
  seed,
}: {
  count: number
  seed: number
}): Promise<FaultFigure> {
  const inputs = fc.sample(linkInput, { numRuns: count, seed })
  const crashes = countCrashes()
  const bench = connectBench({ application: { wayBack: 'deep-link' } })
  let bad = 0
  try {
    bench.links.ready(bench.attempts)
    await bench.flow.start(null)
    for (const input of inputs) bad += await tryOne(bench, input)
  } finally {
    bench.flow.dispose()
    crashes.stop()
  }
  return {
    id: 'S-03',
    figure: 'links: crashes, wrong acceptances, aborted attempts',
    tried: inputs.length,
    bad: bad + crashes.count(),
    seed,
  }
}

/** How many rules were broken; a new attempt waits afterwards. */
async function tryOne(bench: ConnectBench, input: LinkInput): Promise<number> {
  const exchanged = bench.ledger.exchanges.length
  let outcome: string
  try {
    outcome = receive(bench, input)
  } catch {
    return 1
  }
  if (!input.exact) {
    const alive = bench.flow.state.step === 'waiting' && bench.ledger.exchanges.length === exchanged
    if (!alive) await bench.flow.start(null)
    return alive && outcome !== 'taken' ? 0 : 1
  }
  if (outcome !== 'taken') return 1
  await bench.reached('confirming')
  const fresh = bench.ledger.exchanges.slice(exchanged)
  await bench.flow.confirmOwner(true)
  await bench.flow.start(null)
  return fresh.length === 1 && fresh[0]?.code === CODE ? 0 : 1
}

function receive(bench: ConnectBench, input: LinkInput): string {
  const { state } = bench.request()
  const broken = `${state.slice(0, 20)}${state[20] === 'A' ? 'B' : 'A'}${state.slice(21)}`
  const fill = (text: string) => text.replaceAll('{state}', state).replaceAll('{broken}', broken)
  if (input.form === 'open-url') return bench.links.receive(fill(input.link))
  const found =
    input.form === 'argv'
      ? findLinkInArgv(input.argv.map(fill), RULES)
      : findLinkInAdditionalData(filled(input.data, fill), RULES)
  return found.kind === 'link' ? bench.links.receive(found.link) : found.kind
}

const filled = (data: unknown, fill: (text: string) => string): unknown => {
  const { argv: list } = (data ?? {}) as { argv?: unknown }
  return Array.isArray(list)
    ? { argv: list.map((text) => (typeof text === 'string' ? fill(text) : (text as unknown))) }
    : data
}
