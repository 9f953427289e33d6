import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import tseslint from 'typescript-eslint';
import { arrowsRule } from './scripts/eslint/arrows.mjs';

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      '**/coverage/',
      '.tools/',
      '.turbo/',
      '.cache/',
      'storybook-static/',
      'docs/api/',
      '.storybook/public/',
      'packages/core/pure-host.d.ts',
      'packages/*/api.d.ts',
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.{ts,tsx,mts}'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: { project: './tsconfig.lint.json', tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: true }],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      // Adapters are async by contract, even if they have nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // The methods of our interfaces do not use `this`, which the rule cannot know.
      '@typescript-eslint/unbound-method': 'off',
      // Terminal colours are control characters.
      'no-control-regex': 'off',
      'no-console': 'error',
    },
  },
  {
    files: ['packages/*/src/**/*.{ts,tsx}'],
    plugins: { tailrace: { rules: { arrows: arrowsRule } } },
    rules: { 'tailrace/arrows': 'error' },
  },
  {
    // The rules of React itself. Those of its compiler, which is not used here, forbid refs that hold a stream.
    files: ['packages/react/src/**/*.{ts,tsx}', 'examples/**/*.tsx', 'bench/**/*.tsx', '.storybook/**/*.tsx'],
    plugins: { 'react-hooks': reactHooks },
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  {
    // A story's `render` is a component, whatever it is called.
    files: ['**/*.stories.tsx'],
    rules: { 'react-hooks/rules-of-hooks': 'off' },
  },
  {
    // Log lines are text. Turned into HTML, a log line could run script.
    files: ['packages/react/src/**/*.{ts,tsx}', 'examples/**/*.{ts,tsx}'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']",
          message: 'Log lines are rendered as text nodes.',
        },
        {
          selector: 'AssignmentExpression > MemberExpression.left[property.name=/^(inner|outer)HTML$/]',
          message: 'Log lines are rendered as text nodes: use textContent.',
        },
      ],
    },
  },
  {
    // Tests stub servers and inspect untyped answers, where these rules find more noise than faults.
    files: ['**/*.test.{ts,tsx}', 'e2e/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  // Written as in the original documents, except for the import path.
  {
    files: ['e2e/snippets/**/*.ts'],
    rules: { '@typescript-eslint/switch-exhaustiveness-check': 'off' },
  },
  // Plain TypeScript does not understand .vue files; vue-tsc checks these.
  { files: ['examples/vue/**/*.ts'], extends: [tseslint.configs.disableTypeChecked] },
  {
    files: ['packages/cli/**/*.ts', 'examples/**/*.{ts,tsx}', 'e2e/**/*.ts', 'scripts/**/*.{ts,tsx}'],
    rules: { 'no-console': 'off' },
  },
  { files: ['examples/*/src/**/*.js'], languageOptions: { globals: globals.browser } },
  {
    files: ['**/*.{js,mjs,cjs}'],
    ignores: ['examples/*/src/**'],
    languageOptions: { globals: globals.node, ecmaVersion: 2024, sourceType: 'module' },
  },
);
