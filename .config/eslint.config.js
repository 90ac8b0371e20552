import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import { pureRules } from './pure-rules.js';

/** Folders that must give the same answer everywhere, always (src/README.md). */
const PURE = ['terms', 'scenario', 'trace', 'engine', 'machines', 'systems', 'faults', 'checker'];
const PURE_TOO = ['explorer', 'layout', 'lessons', 'text'];
const pureFiles = [...PURE, ...PURE_TOO].map((folder) => `src/${folder}/**/*.ts`);

/** The page's own things, lent to everybody else by src/main.ts. */
const lentByMain = [
  'document',
  'location',
  'Worker',
  'window',
  'history',
  'localStorage',
  'sessionStorage',
  'navigator',
];

const useOfTypes = {
  '@typescript-eslint/consistent-type-imports': 'error',
  '@typescript-eslint/no-import-type-side-effects': 'error',
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
  '@typescript-eslint/no-non-null-assertion': 'off',
  // A method may keep a promise that its interface makes without having to wait.
  '@typescript-eslint/require-await': 'off',
};

/** Mistakes that the type check does not see. */
const mistakes = Object.fromEntries(
  [
    'no-async-promise-executor',
    'no-cond-assign',
    'no-constant-binary-expression',
    'no-constant-condition',
    'no-debugger',
    'no-dupe-else-if',
    'no-duplicate-case',
    'no-empty',
    'no-empty-pattern',
    'no-ex-assign',
    'no-extra-boolean-cast',
    'no-fallthrough',
    'no-irregular-whitespace',
    'no-loss-of-precision',
    'no-misleading-character-class',
    'no-prototype-builtins',
    'no-self-assign',
    'no-self-compare',
    'no-sparse-arrays',
    'no-unreachable-loop',
    'no-unsafe-finally',
    'no-unsafe-optional-chaining',
    'no-useless-catch',
    'no-useless-escape',
    'use-isnan',
    'valid-typeof',
  ].map((rule) => [rule, 'error']),
);

const habits = {
  eqeqeq: 'error',
  'no-var': 'error',
  'prefer-const': 'error',
  'no-console': 'error',
  'no-eval': 'error',
  'no-implied-eval': 'error',
  'no-new-func': 'error',
  'no-restricted-syntax': [
    'error',
    { selector: 'TSEnumDeclaration', message: 'Use a union of string literals.' },
    { selector: 'ImportDeclaration[source.value="@xstate/graph"]', message: 'Import from xstate/graph.' },
    { selector: 'ImportDeclaration[source.value="d3"] > ImportNamespaceSpecifier', message: 'Import names from d3.' },
    {
      selector: 'AssignmentExpression > MemberExpression[property.name=/^(inner|outer)HTML$/]',
      message: 'Let Svelte make elements.',
    },
  ],
};

export default ts.config(
  { ignores: ['dist/', 'node_modules/', '.reports/', '.svelte-check/', 'public/'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  ...ts.configs.recommendedTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      parserOptions: { projectService: true, extraFileExtensions: ['.svelte'] },
      globals: globals.es2023,
    },
    rules: { ...mistakes, ...useOfTypes, ...habits },
  },
  {
    files: ['src/**/*.svelte', 'src/**/*.svelte.ts'],
    languageOptions: { globals: globals.browser, parserOptions: { parser: ts.parser } },
  },
  // Traces and sets are held raw and replaced whole, so the plain collections are right.
  { files: ['src/**/*.svelte', 'src/**/*.svelte.ts'], rules: { 'svelte/prefer-svelte-reactivity': 'off' } },
  {
    files: ['src/**/*.svelte'],
    rules: { 'svelte/no-at-html-tags': 'error', 'svelte/no-navigation-without-resolve': 'off' },
  },
  {
    files: ['src/**/*.ts', 'src/**/*.svelte'],
    ignores: ['src/main.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        ...lentByMain.map((name) => ({ name, message: 'Only src/main.ts touches the page; take what it lends.' })),
      ],
    },
  },
  { files: pureFiles, rules: pureRules(habits['no-restricted-syntax']) },
  // The one border in the scenario folder where bytes are packed by the platform, which answers later.
  {
    files: ['src/scenario/link/packed.ts'],
    rules: { 'no-restricted-globals': 'off', 'no-restricted-syntax': habits['no-restricted-syntax'] },
  },
  { files: ['src/main.ts'], languageOptions: { globals: globals.browser } },
  {
    files: ['src/cli/**/*.ts', 'tests/**/*.ts', '*.ts'],
    languageOptions: { globals: globals.node },
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    extends: [ts.configs.disableTypeChecked],
    languageOptions: { globals: globals.node },
  },
);
