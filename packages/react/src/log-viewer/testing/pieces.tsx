/** Every part of the viewer that is exported, alone and with a word on what it is. */
import type { ReactElement } from 'react';
import {
  LogViewerAnnouncer,
  LogViewerBody,
  LogViewerClear,
  LogViewerContextLines,
  LogViewerDownload,
  LogViewerEmpty,
  LogViewerFacets,
  LogViewerFailed,
  LogViewerFilter,
  LogViewerFollowToggle,
  LogViewerGap,
  LogViewerHelp,
  LogViewerHelpButton,
  LogViewerLedger,
  LogViewerLevelFilter,
  LogViewerLoading,
  LogViewerMatchTicks,
  LogViewerNewLines,
  LogViewerNotice,
  LogViewerPauseToggle,
  LogViewerProgress,
  LogViewerRetry,
  LogViewerRow,
  LogViewerSearch,
  LogViewerSelectionBar,
  LogViewerSeparator,
  LogViewerStates,
  LogViewerStatus,
  LogViewerStatusBar,
  LogViewerTimeMenu,
  LogViewerTimestampToggle,
  LogViewerToolbar,
  LogViewerTools,
  LogViewerTrimmed,
  LogViewerUnreachable,
  LogViewerViewport,
  LogViewerWrapToggle,
} from '../../index.js';
import { agentRun, serverLines } from './samples.js';
import { dozen, failed, lost, sampleGap, type Piece } from './part-gallery.js';
import { stageStream } from './staged-stream.js';

const list = (child: ReactElement): ReactElement => <div role="list">{child}</div>;

/** Among the lines, and over them. */
export const IN_THE_LINES: readonly Piece[] = [
  {
    name: 'LogViewerRoot',
    about: 'The frame. It reads the log and gives the parts inside what they need.',
    show: <span>Parts, and anything of yours.</span>,
  },
  {
    name: 'LogViewerBody',
    about: 'The lines, with what floats over them.',
    height: 110,
    show: <LogViewerBody />,
  },
  { name: 'LogViewerViewport', about: 'The lines alone.', height: 110, show: <LogViewerViewport /> },
  {
    name: 'LogViewerRow',
    about: 'A line.',
    height: 42,
    root: { autoScroll: false },
    stage: () => stageStream(agentRun().slice(3, 5)),
    show: <LogViewerViewport renderRow={(row) => <LogViewerRow {...row} />} />,
  },
  {
    name: 'LogViewerGap',
    about: 'Lines that could not be had.',
    show: list(<LogViewerGap gap={sampleGap} />),
  },
  {
    name: 'LogViewerTrimmed',
    about: 'Where lines left the buffer while one reads there.',
    show: list(<LogViewerTrimmed gap={sampleGap} />),
  },
  {
    name: 'LogViewerSeparator',
    about: 'Where the filter leaves lines out between two that are shown.',
    show: list(<LogViewerSeparator gap={sampleGap} />),
  },
  {
    name: 'LogViewerMatchTicks',
    about: 'At the right edge: where in the log the matches are.',
    height: 110,
    root: { defaultSearch: 'took' },
    show: (
      <LogViewerBody>
        <LogViewerMatchTicks />
      </LogViewerBody>
    ),
  },
  {
    name: 'LogViewerNewLines',
    about: 'What came while one reads elsewhere; a press goes to the end.',
    height: 110,
    root: { autoScroll: false },
    then: (_, stream) => stream.append(serverLines(14, 12)),
    show: (
      <LogViewerBody>
        <LogViewerNewLines />
      </LogViewerBody>
    ),
  },
  {
    name: 'LogViewerAnnouncer',
    about: 'Hidden: tells a screen reader of new lines and of the connection.',
    show: <LogViewerAnnouncer />,
  },
];

/** In the toolbar. */
export const IN_THE_TOOLBAR: readonly Piece[] = [
  {
    name: 'LogViewerToolbar',
    about: 'The tools in one line, with three slots: lead, tools, state.',
    height: 130,
    show: <LogViewerToolbar />,
  },
  {
    name: 'LogViewerTools',
    about: 'What folds away when it is narrow.',
    height: 130,
    show: <LogViewerToolbar lead={<></>} tools={<LogViewerTools />} state={<></>} />,
  },
  { name: 'LogViewerSearch', about: 'Find.', show: <LogViewerSearch /> },
  { name: 'LogViewerFilter', about: 'Show matching lines only.', show: <LogViewerFilter /> },
  { name: 'LogViewerLevelFilter', about: 'Which levels are shown.', show: <LogViewerLevelFilter /> },
  {
    name: 'LogViewerFacets',
    about: 'Streams, types, steps: whatever lines are labelled with.',
    show: <LogViewerFacets />,
  },
  {
    name: 'LogViewerContextLines',
    about: 'How many lines around each match.',
    show: <LogViewerContextLines />,
  },
  {
    name: 'LogViewerTimeMenu',
    about: 'How timestamps are shown, and a jump to a time.',
    show: <LogViewerTimeMenu />,
  },
  { name: 'LogViewerTimestampToggle', about: 'Timestamps on and off.', show: <LogViewerTimestampToggle /> },
  { name: 'LogViewerWrapToggle', about: 'Wrap long lines.', show: <LogViewerWrapToggle /> },
  { name: 'LogViewerFollowToggle', about: 'Follow the end.', show: <LogViewerFollowToggle /> },
  { name: 'LogViewerPauseToggle', about: 'Pause, and go on.', show: <LogViewerPauseToggle /> },
  { name: 'LogViewerClear', about: 'Forget the lines held here.', show: <LogViewerClear /> },
  { name: 'LogViewerDownload', about: 'The lines as a file.', show: <LogViewerDownload /> },
  { name: 'LogViewerStatus', about: 'How the connection is.', show: <LogViewerStatus /> },
];

/** Above, below, and in place of lines. */
export const AROUND_THE_LINES: readonly Piece[] = [
  {
    name: 'LogViewerProgress',
    about: 'How much of a task is done.',
    stage: () => {
      const stream = dozen();
      stream.stage({ progress: 62 });
      return stream;
    },
    show: <LogViewerProgress />,
  },
  {
    name: 'LogViewerNotice',
    about: 'Above the lines: why the connection is gone.',
    stage: () => lost(12),
    show: <LogViewerNotice />,
  },
  {
    name: 'LogViewerRetry',
    about: 'When the next try comes.',
    stage: () => lost(12),
    show: <LogViewerRetry />,
  },
  {
    name: 'LogViewerStates',
    about: 'In place of lines: one of the following, or nothing.',
    height: 130,
    stage: () => stageStream(),
    show: <LogViewerStates />,
  },
  {
    name: 'LogViewerLoading',
    about: 'The lines are on their way.',
    height: 130,
    show: <LogViewerLoading />,
  },
  {
    name: 'LogViewerEmpty',
    about: 'There are none.',
    height: 130,
    stage: () => stageStream(),
    show: <LogViewerEmpty />,
  },
  {
    name: 'LogViewerUnreachable',
    about: 'The first connection does not come about.',
    height: 200,
    stage: () => lost(0),
    show: <LogViewerUnreachable />,
  },
  {
    name: 'LogViewerFailed',
    about: 'They cannot be had.',
    height: 150,
    stage: failed,
    show: <LogViewerFailed />,
  },
  {
    name: 'LogViewerStatusBar',
    about: 'The foot: what is read, how many lines, what was lost.',
    show: <LogViewerStatusBar />,
  },
  {
    name: 'LogViewerSelectionBar',
    about: 'What can be done with the selected lines.',
    then: (viewer) => viewer.selection.press(3, false),
    show: <LogViewerSelectionBar />,
  },
  { name: 'LogViewerLedger', about: 'What became of every line.', show: <LogViewerLedger /> },
  { name: 'LogViewerHelpButton', about: 'Opens the list of keys.', show: <LogViewerHelpButton /> },
  {
    name: 'LogViewerHelp',
    about: 'The list of keys: a dialog, opened by the button or `?`.',
    show: (
      <>
        <LogViewerHelpButton /> <LogViewerHelp />
      </>
    ),
  },
];
