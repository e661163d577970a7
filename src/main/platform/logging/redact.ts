/**
 * What a log line may contain. Fails closed: text is kept only where a field is known to hold nothing private, and
 * inside such text everything that looks like a secret, an address with a query, or a person is taken out
 * (F-806, F-901, F-902).
 */

export const WITHHELD = '[withheld]'
const SECRET = '[secret]'

/** Fields whose text may be written. Numbers and booleans may be written under any name. */
const TEXT_FIELDS = new Set([
  'action',
  'area',
  'build',
  'call',
  'cipher',
  'code',
  'detail',
  'environment',
  'event',
  'fault',
  'from',
  'host',
  'kind',
  'link',
  'method',
  'migration',
  'mode',
  'name',
  'outcome',
  'path',
  'personId',
  'patientId',
  'planId',
  'platform',
  'reason',
  'reference',
  'requestId',
  'revocation',
  'role',
  'runtime',
  'scope',
  'signal',
  'state',
  'status',
  'step',
  'table',
  'to',
  'version',
  'wayBack',
  'why',
])

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Names whose value is private wherever it stands: in a query, in JSON, in a header, in a sentence. */
const PRIVATE_NAMES =
  '(?:[\\w-]*(?:secret|token|passw(?:or)?d|passphrase|verifier|challenge|authorization|cookie|api[_-]?key|credential|signature)[\\w-]*|code|state|nonce|assertion|bearer|basic|pragma key)'

const RULES: readonly (readonly [RegExp, string])[] = [
  // Addresses keep scheme, host and path; what a person or a server put behind them goes.
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/?#"'<>]*@/gi, `$1${SECRET}@`],
  [/\b([a-z][a-z0-9+.-]*:(?:\/\/)?[^\s?#"'<>]*)[?#][^\s"'<>]*/gi, `$1?${SECRET}`],
  [/\b(Bearer|Basic|Digest)\s+[^\s,;"']+/gi, `$1 ${SECRET}`],
  [
    new RegExp(
      `(["']?\\b${PRIVATE_NAMES}["']?\\s*[=:]\\s*)("(?:[^"\\\\]|\\\\.)*"|'[^']*'|[^\\s,;&}\\])]+)`,
      'gi',
    ),
    `$1${SECRET}`,
  ],
  [/-----BEGIN [^-]+-----[\s\S]*?(?:-----END [^-]+-----|$)/g, SECRET],
  [/[\p{L}\p{N}._%+-]+(?:@|%40)[\p{L}\p{N}.-]+\.[\p{L}]{2,}/gu, '[e-mail]'],
  [/\+\d[\d ().-]{7,}\d/g, '[phone]'],
  // Long runs that mix digits and letters, and long runs of hex: tokens, codes, keys, grants.
  [/(?<![\w-])(?=[\w+/-]*\d)(?=[\w+/-]*[A-Za-z])[A-Za-z0-9_+-]{20,}={0,2}(?![\w-])/g, SECRET],
  [/(?<![A-Za-z0-9])[A-Za-z0-9+/]{40,}={0,2}/g, SECRET],
  [/\b[0-9a-f]{16,}\b/gi, SECRET],
]

/** Longest text that is looked at and kept, in UTF-16 units (F-905). */
const LONGEST = 2_000

export class Redactor {
  readonly #home: readonly string[]

  /** `privateFolders`: e.g. the home folder, whose name is the person's. */
  constructor(privateFolders: readonly string[] = []) {
    this.#home = privateFolders.filter((folder) => folder.length > 1)
  }

  /** Text for a log line: nothing that looks private, no control characters, of bounded length. */
  text(text: string): string {
    try {
      let clean = text.slice(0, LONGEST * 2)
      for (const folder of this.#home) clean = clean.replaceAll(folder, '~')
      for (const [pattern, replacement] of RULES) clean = clean.replace(pattern, replacement)
      // Log injection: no line breaks, no terminal escapes, no direction marks (F-905).
      clean = clean.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
      return clean.length > LONGEST ? `${clean.slice(0, LONGEST)}…` : clean
    } catch {
      return WITHHELD
    }
  }

  /** The fields of a log line. Text under a name that is not known to be harmless is withheld. */
  fields(fields: Readonly<Record<string, unknown>>): Record<string, string | number | boolean | null> {
    const clean: Record<string, string | number | boolean | null> = {}
    for (const [name, value] of Object.entries(fields)) {
      if (value === undefined || name === 'error') continue
      if (typeof value === 'number' || typeof value === 'boolean' || value === null) clean[name] = value
      else if (typeof value !== 'string' || !TEXT_FIELDS.has(name)) clean[name] = WITHHELD
      else clean[name] = UUID.test(value) ? value : this.text(value)
    }
    return clean
  }

  /**
   * An error as name, code, text and where it came from; nothing else of it. Properties that libraries hang on
   * errors (config, request, response, body) are where secrets are (F-902).
   */
  error(error: unknown): Record<string, string> {
    if (!(error instanceof Error)) return { name: typeof error }
    const described: Record<string, string> = {
      name: this.text(error.name).slice(0, 60),
      message: this.text(error.message),
    }
    const code: unknown = 'code' in error ? error.code : undefined
    if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code)) described.code = code
    const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
    described.at = frames
      .slice(0, 8)
      .map((line) => /([\w.-]+\.[cm]?[jt]sx?:\d+:\d+)\)?$/.exec(line.trim())?.[1] ?? '?')
      .join(' < ')
    if (error.cause instanceof Error) described.cause = this.text(error.cause.name).slice(0, 60)
    return described
  }
}
