/** The parts that the user opens, as a separate chunk. See `late-parts.ts`. */
export { toBlob } from '../lib/to-blob.js';
export { HelpDialog } from './help-dialog.js';
export { LedgerTable } from './ledger-table.js';
export { MatchTicksCanvas } from './match-ticks-canvas.js';
export { RowDetails } from './rows/details.js';
export { SelectionTools } from './selection-tools.js';
export { TimeJumps } from './time-jumps.js';
export { DownloadPanel } from './toolbar/download-panel.js';
export { FacetsPanel } from './toolbar/facets-panel.js';
export { fitPanel } from './toolbar/fit-panel.js';
export { LevelPanel } from './toolbar/level-panel.js';
export { TimePanel } from './toolbar/time-panel.js';
