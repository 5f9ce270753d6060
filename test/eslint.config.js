import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from '../svelte.config.js';

/** A literal that is spread into a literal only packs lines. */
const PACKED_LITERALS = [
  'ObjectExpression > SpreadElement > ObjectExpression',
  'ArrayExpression > SpreadElement > ArrayExpression',
  "ArrayExpression > SpreadElement > TSAsExpression[typeAnnotation.typeName.name='const'] > ArrayExpression"
].map((selector) => ({ selector, message: 'Write the entries themselves.' }));

export default ts.config(
  {
    ignores: [
      'build/',
      '.server/',
      '.svelte-kit/',
      'data/',
      'node_modules/',
      // Its types are written from the served description.
      'couch/api/examples/',
      'coverage/',
      'test-results/',
      'src/lib/i18n/paraglide/',
      'couch/ddocs/built/',
      'static/'
    ]
  },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  { languageOptions: { globals: { ...globals.browser, ...globals.node } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { extraFileExtensions: ['.svelte'], parser: ts.parser, svelteConfig } }
  },
  {
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/ban-ts-comment': 'error',
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      // Links inside one static app with base '' need no resolve(); deep links are tested by the stories.
      'svelte/no-navigation-without-resolve': 'off',
      // svelte-check judges compiler warnings, and fails on them.
      'svelte/no-unused-svelte-ignore': 'off'
    }
  },
  { files: ['couch/cli.ts', 'couch/**/cli/**', 'test/**'], rules: { 'no-console': 'off' } },
  { files: ['src/**', 'couch/**'], rules: { 'no-restricted-syntax': ['error', ...PACKED_LITERALS] } },
  // Rules of the trade know no clock, no chance and no machine (architecture, invariant 3 and 10).
  {
    files: ['src/lib/domain/**'],
    languageOptions: { globals: {} },
    rules: {
      // `NOTE:` marks what the design documents leave out (`shape/shape.ts`).
      'no-unused-labels': 'off',
      'no-restricted-globals': [
        'error',
        'window',
        'document',
        'process',
        'fetch',
        'crypto',
        'performance',
        'localStorage',
        'BigInt',
        'Intl'
      ],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now' },
        { object: 'Math', property: 'random' }
      ],
      'no-restricted-syntax': [
        'error',
        ...PACKED_LITERALS,
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'The date is an argument.'
        }
      ]
    }
  }
);
