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
    about: 'Missing lines.',
    show: list(<LogViewerGap gap={sampleGap} />),
  },
  {
    name: 'LogViewerTrimmed',
    about: 'Lines that left the buffer while they were being read.',
    show: list(<LogViewerTrimmed gap={sampleGap} />),
  },
  {
    name: 'LogViewerSeparator',
    about: 'Lines that the filter hides between two shown ones.',
    show: list(<LogViewerSeparator gap={sampleGap} />),
  },
  {
    name: 'LogViewerMatchTicks',
    about: 'At the right edge: where the matches are in the log.',
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
    about: 'Counts new lines while reading; a press goes to the end.',
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
    about: 'Hidden: announces new lines and the connection to screen readers.',
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
    about: 'The tools that collapse in a narrow viewer.',
    height: 130,
    show: <LogViewerToolbar lead={<></>} tools={<LogViewerTools />} state={<></>} />,
  },
  { name: 'LogViewerSearch', about: 'Find.', show: <LogViewerSearch /> },
  { name: 'LogViewerFilter', about: 'Show matching lines only.', show: <LogViewerFilter /> },
  { name: 'LogViewerLevelFilter', about: 'Choose the levels to show.', show: <LogViewerLevelFilter /> },
  {
    name: 'LogViewerFacets',
    about: 'Filter by stream, type, step or any other label.',
    show: <LogViewerFacets />,
  },
  {
    name: 'LogViewerContextLines',
    about: 'Context lines around each match.',
    show: <LogViewerContextLines />,
  },
  {
    name: 'LogViewerTimeMenu',
    about: 'Timestamp modes, and a jump to a time.',
    show: <LogViewerTimeMenu />,
  },
  { name: 'LogViewerTimestampToggle', about: 'Timestamps on and off.', show: <LogViewerTimestampToggle /> },
  { name: 'LogViewerWrapToggle', about: 'Wrap long lines.', show: <LogViewerWrapToggle /> },
  { name: 'LogViewerFollowToggle', about: 'Follow the end.', show: <LogViewerFollowToggle /> },
  { name: 'LogViewerPauseToggle', about: 'Pause and resume.', show: <LogViewerPauseToggle /> },
  { name: 'LogViewerClear', about: 'Clear the lines held here.', show: <LogViewerClear /> },
  { name: 'LogViewerDownload', about: 'Download the lines as a file.', show: <LogViewerDownload /> },
  { name: 'LogViewerStatus', about: 'The state of the connection.', show: <LogViewerStatus /> },
];

/** Above, below, and in place of lines. */
export const AROUND_THE_LINES: readonly Piece[] = [
  {
    name: 'LogViewerProgress',
    about: 'The progress of a task.',
    stage: () => {
      const stream = dozen();
      stream.stage({ progress: 62 });
      return stream;
    },
    show: <LogViewerProgress />,
  },
  {
    name: 'LogViewerNotice',
    about: 'Above the lines: why the connection is lost.',
    stage: () => lost(12),
    show: <LogViewerNotice />,
  },
  {
    name: 'LogViewerRetry',
    about: 'The time to the next attempt.',
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
    about: 'The lines are being loaded.',
    height: 130,
    show: <LogViewerLoading />,
  },
  {
    name: 'LogViewerEmpty',
    about: 'There are no lines.',
    height: 130,
    stage: () => stageStream(),
    show: <LogViewerEmpty />,
  },
  {
    name: 'LogViewerUnreachable',
    about: 'The first connection cannot be established.',
    height: 200,
    stage: () => lost(0),
    show: <LogViewerUnreachable />,
  },
  {
    name: 'LogViewerFailed',
    about: 'The log cannot be read.',
    height: 150,
    stage: failed,
    show: <LogViewerFailed />,
  },
  {
    name: 'LogViewerStatusBar',
    about: 'The status bar: what is read, how many lines, what was lost.',
    show: <LogViewerStatusBar />,
  },
  {
    name: 'LogViewerSelectionBar',
    about: 'The actions for the selected lines.',
    then: (viewer) => viewer.selection.press(3, false),
    show: <LogViewerSelectionBar />,
  },
  { name: 'LogViewerLedger', about: 'Accounts for every line.', show: <LogViewerLedger /> },
  {
    name: 'LogViewerHelpButton',
    about: 'Opens the list of keyboard shortcuts.',
    show: <LogViewerHelpButton />,
  },
  {
    name: 'LogViewerHelp',
    about: 'The list of keyboard shortcuts: a dialog, opened by the button or `?`.',
    show: (
      <>
        <LogViewerHelpButton /> <LogViewerHelp />
      </>
    ),
  },
];
