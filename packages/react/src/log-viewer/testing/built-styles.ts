/// <reference types="vite/types/importMeta.d.ts" />
import { withImports } from '../../../../../scripts/packages/with-imports.mjs';
import styles from '../../styles.css?raw';

const parts = import.meta.glob<string>('../../styles/*.css', {
  query: '?raw',
  import: 'default',
  eager: true,
});

/** The stylesheet as it is built, in one piece. */
export const builtStyles = withImports(styles, (path) => parts[`../../${path.slice(2)}`] ?? '');
