/**
 * The walls of the house (docs/ARCHITECTURE.md), one rule each. `tests/walls` breaks every rule once and sees
 * that it bites.
 */

const test = '[.]test[.]tsx?$'
/** A package, resolved or not. @param {string} name */
const pkg = (name) => `(^|node_modules/)${name}(/|$)`

/** Where Electron may be touched: thin adapters around decisions that know nothing of it. */
const electronAdapters = [
  '^src/main/index[.]ts$',
  '^src/main/(platform/(windows|security)|app|bridge)/',
  '^src/main/integrations/fullscript/embed/embed-view[.]ts$',
  '^src/main/integrations/fullscript/connect/open-system-browser[.]ts$',
  '^src/main/integrations/fullscript/http/electron-fetch[.]ts$',
]

/**
 * The one file that may import a package.
 * @type {[name: string, file: string][]}
 */
const onlyIn = [
  ['keytar', '^src/main/platform/keychain/keytar-keychain[.]ts$'],
  ['better-sqlite3', '^src/main/records/engine/sqlcipher[.]ts$'],
  ['pg', '^src/main/records/engine/postgres[.]ts$'],
  ['oauth4webapi', '^src/main/integrations/fullscript/tokens/authorization-client[.]ts$'],
  ['@node-rs/argon2', '^src/main/platform/crypto/derive-key[.]ts$'],
  // The audit record's rows are read whole, in SQL.
  ['kysely', '^src/main/(.*(records/|repository|migrations)|audit/chain[.]ts$)'],
  ['@fullscript/fullscript-js', '^src/renderer/embed/'],
]

/**
 * @param {[name: string, file: string]} of
 * @returns {import('dependency-cruiser').IForbiddenRuleType}
 */
const importedOnce = ([name, file]) => ({
  name: `only-one-imports-${name.replace(/[@/]/g, '-').replace(/^-/, '')}`,
  comment: `${name} is imported in one place, behind a port of ours.`,
  severity: 'error',
  from: { path: '^src/', pathNot: [file, test] },
  to: { path: pkg(name), dependencyTypesNot: ['type-only'] },
})

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Two files that need each other are one thing, or a third thing is missing.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'everything-resolves',
      comment: 'Something is imported that is not there.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'shared-is-pure',
      comment: 'src/shared imports itself and zod only, so that both sides can use it.',
      severity: 'error',
      from: { path: '^src/shared/', pathNot: test },
      to: { pathNot: ['^src/shared/', pkg('zod')] },
    },
    {
      name: 'preload-has-no-logic',
      comment: 'A preload imports electron, and names and types from src/shared.',
      severity: 'error',
      from: { path: '^src/preload/', pathNot: test },
      to: { pathNot: ['^src/preload/', '^src/shared/', pkg('electron')] },
    },
    {
      name: 'renderer-stays-in-its-room',
      comment: 'A page imports src/shared, never main. Of preload it may know the types.',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: { path: '^(src/main/|src/preload/|sandbox/)', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'renderer-knows-no-main-types',
      comment: 'What both sides talk about is in src/shared/bridge.',
      severity: 'error',
      from: { path: '^src/renderer/' },
      to: { path: '^src/main/' },
    },
    {
      name: 'renderer-has-no-node',
      comment: 'Pages run sandboxed: no Node, no electron, no native module.',
      severity: 'error',
      from: { path: '^src/renderer/', pathNot: test },
      to: { path: [pkg('electron'), pkg('keytar'), pkg('better-sqlite3')] },
    },
    {
      name: 'renderer-has-no-node-builtins',
      comment: 'Pages run sandboxed: no Node, no electron, no native module.',
      severity: 'error',
      from: { path: '^src/renderer/', pathNot: test },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'features-do-not-know-each-other',
      comment: 'What two features need belongs in ui or data.',
      severity: 'error',
      from: { path: '^src/renderer/src/features/([^/]+)/' },
      to: { path: '^src/renderer/src/features/', pathNot: '^src/renderer/src/features/$1/' },
    },
    {
      name: 'ui-knows-no-feature',
      comment: 'Shared pieces are used by features, not the other way round.',
      severity: 'error',
      from: { path: '^src/renderer/src/(ui|data|shell)/' },
      to: { path: '^src/renderer/src/features/' },
    },
    {
      name: 'embed-page-stands-alone',
      comment:
        "The embed page imports src/shared and the vendor's package only: no part of the app is in it.",
      severity: 'error',
      from: { path: '^src/renderer/embed/', pathNot: test },
      to: { pathNot: ['^src/renderer/embed/', '^src/shared/', pkg('@fullscript/fullscript-js'), pkg('zod')] },
    },
    {
      name: 'app-page-has-no-embed-code',
      comment: 'The embed page is another level of trust.',
      severity: 'error',
      from: { path: '^src/renderer/src/' },
      to: { path: '^src/renderer/embed/' },
    },
    {
      name: 'main-knows-no-page',
      comment: 'main speaks to pages through the bridge.',
      severity: 'error',
      from: { path: '^src/main/' },
      to: { path: '^src/(renderer|preload)/' },
    },
    {
      name: 'decisions-know-no-electron',
      comment: 'Electron is touched in thin adapters only, so that every decision can be tested in Node.',
      severity: 'error',
      from: { path: '^src/main/', pathNot: [...electronAdapters, test] },
      to: { path: pkg('electron') },
    },
    {
      name: 'repositories-are-private',
      comment: 'A folder speaks to another through its service, never through its repository.',
      severity: 'error',
      // The composition root in app makes them all.
      from: { path: '^src/main/([^/]+)/', pathNot: [test, '^src/main/app/'] },
      to: { path: '^src/main/[^/]+/.*repository', pathNot: '^src/main/$1/' },
    },
    {
      name: 'the-door-is-the-only-way-to-the-records',
      comment:
        'Services go through a unit of work. The database itself is for the records’ own rooms, what checks and copies them, and the composition.',
      severity: 'error',
      from: {
        path: '^src/main/',
        pathNot: [
          test,
          '^src/main/(records|audit|backup|app)/',
          '^src/main/(patients/registry|practice/demo-practice)[.]ts$',
        ],
      },
      to: { path: '^src/main/records/database[.]ts$' },
    },
    {
      name: 'sandbox-is-another-program',
      comment: 'The local Fullscript and the app meet over HTTP only.',
      severity: 'error',
      from: { path: '^sandbox/' },
      to: { path: '^(src|tests|bench|scripts)/' },
    },
    {
      name: 'app-knows-no-tests',
      comment: 'Nothing that is shipped knows the local Fullscript, the tests or the scripts.',
      severity: 'error',
      from: { path: '^src/', pathNot: test },
      to: { path: '^(sandbox|tests|bench|scripts)/' },
    },
    {
      name: 'sqlite-runs-in-its-thread',
      comment:
        'SQLite blocks whoever calls it: only the records’ worker has it, and tests on their own thread.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/main/records/engine/(worker|in-process)[.]ts$', test] },
      to: { path: '^src/main/records/engine/sqlcipher[.]ts$' },
    },
    {
      name: 'the-app-has-no-sqlite-of-its-own',
      comment: 'The engine on the caller’s own thread is for tests.',
      severity: 'error',
      from: { path: '^src/', pathNot: ['^src/main/records/temporary-database[.]ts$', test] },
      to: { path: '^src/main/records/engine/in-process[.]ts$' },
    },
    ...onlyIn.map(importedOnce),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // The packager's settings have the name of the packager, which the resolver takes for the same thing.
    exclude: { path: ['[.]css$', '^build/electron-builder[.]ts$'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
}
