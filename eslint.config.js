/** Lint rules. What a rule guards is said beside it; there are no exceptions inside files. */
import js from '@eslint/js'
import reactHooks from 'eslint-plugin-react-hooks'
import { defineConfig, globalIgnores } from 'eslint/config'
import tseslint from 'typescript-eslint'
import ts from 'typescript'

const { TypeFlags } = ts

const environment = 'The environment is read in src/main/app/environment.ts only.'
const random = 'Math.random is guessable: take crypto, or the random source that is handed in.'
const output = 'Output goes through src/main/platform/logging, which redacts.'
const bridge = 'Calls and events go through the bridge, which checks sender and arguments.'

const noRandom = { object: 'Math', property: 'random', message: random }
const noEnvironment = { object: 'process', property: 'env', message: environment }
const noIpc = { name: 'electron', importNames: ['ipcMain', 'ipcRenderer'], message: bridge }
const noEnvironmentImport = { name: 'node:process', importNames: ['env', 'default'], message: environment }

const days = 'A day without time is no instant: take src/shared/day.ts (parseWhen, parseInstant, localDay).'

/** The day in UTC, which is yesterday or tomorrow on many a computer. */
const noDayOfUtc = {
  selector:
    "CallExpression[callee.property.name=/^(slice|substring|split|replace)$/] > MemberExpression > CallExpression[callee.property.name='toISOString']",
  message: days,
}

/** Text becomes an instant in one place, which takes no day for one. */
const noInstantFromText = {
  meta: { type: 'problem', schema: [], messages: { days } },
  create(context) {
    const { esTreeNodeToTSNodeMap, program } = context.sourceCode.parserServices
    const isText = (node) => {
      const type = program.getTypeChecker().getTypeAtLocation(esTreeNodeToTSNodeMap.get(node))
      return (type.isUnion() ? type.types : [type]).some((one) => (one.flags & TypeFlags.StringLike) !== 0)
    }
    return {
      'NewExpression[callee.name="Date"][arguments.length=1]'(node) {
        if (isText(node.arguments[0])) context.report({ node, messageId: 'days' })
      },
      'CallExpression[callee.object.name="Date"][callee.property.name="parse"]'(node) {
        context.report({ node, messageId: 'days' })
      },
    }
  },
}

export default defineConfig(
  globalIgnores(['out/', 'dist/', '.runtime/', 'coverage/']),
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/ban-ts-comment': ['error', { 'ts-expect-error': true, 'ts-ignore': true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/no-unnecessary-condition': [
        'error',
        { allowConstantLoopConditions: 'only-allowed-literals' },
      ],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Splitting a text into its code points is what the spread is for.
      '@typescript-eslint/no-misused-spread': 'off',
      // A port is asynchronous whether or not this adapter of it has to wait.
      '@typescript-eslint/require-await': 'off',
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
    extends: [reactHooks.configs.flat.recommended],
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
      '@typescript-eslint/unbound-method': 'off',
      // A promise that a test rejects on purpose may carry anything.
      '@typescript-eslint/prefer-promise-reject-errors': 'off',
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
