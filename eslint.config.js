/**
 * Lint rules that need nothing but the text; those that need types or React's compiler are in .oxlintrc.json
 * (docs/decisions/0018). What a rule guards is said beside it; there are no exceptions inside files.
 */
import js from '@eslint/js'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'

const environment = 'The environment is read in src/main/app/environment.ts only.'
const random = 'Math.random is guessable: take crypto, or the random source that is handed in.'
const output = 'Output goes through src/main/platform/logging, which redacts.'
const bridge = 'Calls and events go through the bridge, which checks sender and arguments.'

const noRandom = { object: 'Math', property: 'random', message: random }
const noEnvironment = { object: 'process', property: 'env', message: environment }
const noIpc = { name: 'electron', importNames: ['ipcMain', 'ipcRenderer'], message: bridge }
const noEnvironmentImport = { name: 'node:process', importNames: ['env', 'default'], message: environment }

const days =
  'A day without time is no instant: take src/shared/day.ts (dateAt, parseWhen, parseInstant, localDay).'

/** The day in UTC, which is yesterday or tomorrow on many a computer. */
const noDayOfUtc = {
  selector:
    "CallExpression[callee.property.name=/^(slice|substring|split|replace)$/] > MemberExpression > CallExpression[callee.property.name='toISOString']",
  message: days,
}

/**
 * Text becomes an instant in one place, which takes no day for one. So `new Date(x)` is written there only: elsewhere
 * it is `dateAt`, whose type takes no text.
 */
const noInstantFromText = {
  meta: { type: 'problem', schema: [], messages: { days } },
  create(context) {
    const report = (node) => {
      context.report({ node, messageId: 'days' })
    }
    return {
      'NewExpression[callee.name="Date"][arguments.length=1]': report,
      'CallExpression[callee.object.name="Date"][callee.property.name="parse"]': report,
    }
  },
}

export default defineConfig(
  globalIgnores(['out/', 'dist/', '.runtime/', 'coverage/']),
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    // oxlint has no switch for that, so its exceptions are found here.
    rules: { 'no-warning-comments': ['error', { terms: ['oxlint-disable'], location: 'anywhere' }] },
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strict],
    rules: {
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true, 'ts-ignore': true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['src/**/*.{ts,tsx}', 'sandbox/**/*.ts'],
    ignores: ['**/*.test.{ts,tsx}'],
    rules: { 'no-restricted-properties': ['error', noRandom] },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['**/*.test.{ts,tsx}', 'src/main/app/environment.ts'],
    rules: {
      'no-restricted-properties': ['error', noRandom, noEnvironment],
      'no-restricted-imports': ['error', { paths: [noIpc, noEnvironmentImport] }],
      'no-restricted-globals': ['error', { name: 'console', message: output }],
    },
  },
  {
    files: ['src/**/*.{ts,tsx}'],
    ignores: ['**/*.test.{ts,tsx}'],
    plugins: { yarrow: { rules: { 'no-instant-from-text': noInstantFromText } } },
    rules: { 'yarrow/no-instant-from-text': 'error', 'no-restricted-syntax': ['error', noDayOfUtc] },
  },
  {
    // The one place, and the dates of HTTP, which always have a time and a zone.
    files: ['src/shared/day.ts', 'src/main/integrations/fullscript/http/*.ts'],
    rules: { 'yarrow/no-instant-from-text': 'off' },
  },
  {
    files: ['src/main/bridge/**/*.ts', 'src/preload/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-imports': ['error', { paths: [noEnvironmentImport] }] },
  },
  {
    files: ['src/main/platform/logging/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-globals': 'off' },
  },
  {
    files: ['src/renderer/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-syntax': [
        'error',
        noDayOfUtc,
        {
          selector: 'JSXAttribute[name.name="dangerouslySetInnerHTML"]',
          message: 'Text is shown as text.',
        },
        {
          selector: 'AssignmentExpression[left.property.name=/^(innerHTML|outerHTML)$/]',
          message: 'Text is shown as text.',
        },
        {
          selector:
            'JSXOpeningElement[name.name="form"]:not(:has(> JSXAttribute[name.name="autoComplete"][value.value="off"]))',
          message:
            'What is typed into a form without autoComplete="off" stays in the memory of main (F-903).',
        },
      ],
    },
  },
  {
    // Only the data folder touches what the preload exposes.
    files: ['src/renderer/src/**/*.{ts,tsx}'],
    ignores: ['src/renderer/src/data/**', '**/*.test.{ts,tsx}'],
    rules: {
      'no-restricted-properties': [
        'error',
        noRandom,
        { object: 'window', property: 'yarrow', message: bridge },
      ],
    },
  },
  {
    files: ['**/*.test.{ts,tsx}', 'tests/**/*.ts', 'bench/**/*.ts'],
    rules: {
      // Playwright reads a fixture's needs from its parameter's pattern, also when there are none.
      'no-empty-pattern': ['error', { allowObjectPatternsAsParameters: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    // Plain Node, before anything is installed.
    files: ['**/*.{mjs,cjs,js}'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'AbortSignal',
          'URL',
          'clearInterval',
          'clearTimeout',
          'console',
          'fetch',
          'module',
          'performance',
          'process',
        ]
          .concat(['require', 'setInterval', 'setTimeout'])
          .map((name) => [name, 'readonly']),
      ),
    },
    rules: { eqeqeq: 'error', 'no-restricted-properties': ['error', noRandom] },
  },
)
