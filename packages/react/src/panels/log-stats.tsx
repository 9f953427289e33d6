import { LOG_LEVELS, type ErrorRate, type LogStats as Stats, type ViewSource } from '@tailrace/core';
import { useMemo, type ReactElement } from 'react';
import { useErrorRates } from '../hooks/use-error-rates.js';
import { useLogStats } from '../hooks/use-log-stats.js';
import { useLogVolume } from '../hooks/use-log-volume.js';
import { CALM } from '../lib/calm.js';
import { given } from '../lib/given.js';
import { formatSpan } from './format-span.js';
import { Panel, type PanelProps } from './panel.js';
import { PanelButton } from './panel-button.js';
import { resolvePanelLabels, type PanelLabels } from './panel-labels.js';
import { VolumeHistogram, type TimeRange } from './volume-histogram.js';

/** Props of {@link LogStats}. */
export interface LogStatsProps extends PanelProps {
  /** The lines to count: a stream, or a filtered view of one. */
  readonly source: ViewSource | null | undefined;
  /** The selected time range in the histogram. */
  readonly range?: TimeRange | undefined;
  /** Called when the user selects a time range, or clears it: pass it on as the `since` and `until` of a filter. Without it the histogram is read-only. */
  readonly onRangeChange?: (range: TimeRange | undefined) => void;
  /** Maximum number of bars in the histogram, 2 to 1,000. Default 60. */
  readonly bars?: number;
  /** Label by which error rates are grouped, see `ErrorRateOptions.by`. */
  readonly by?: string;
  /** Period over which error rates are computed, in milliseconds of the log's own time. Default 300,000 (five minutes). */
  readonly window?: number;
  /** Maximum number of runs whose error rate is shown. Default 8. */
  readonly runs?: number;
  /** UI text to replace; see `DEFAULT_PANEL_LABELS`. */
  readonly labels?: Partial<PanelLabels>;
}

const WINDOW = 5 * 60_000;

function Levels({ stats, labels }: { stats: Stats; labels: PanelLabels }): ReactElement {
  return (
    <dl data-tailrace="tallies" aria-label={labels.byLevel}>
      {[...LOG_LEVELS].reverse().map((level) =>
        stats.levels[level] === undefined ? null : (
          <div key={level} data-level={level}>
            <dt>
              <span data-tailrace="swatch" />
              {labels.level(level)}
            </dt>
            <dd>{labels.count(stats.levels[level])}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

function Types({ types, labels }: { types: Stats['types']; labels: PanelLabels }): ReactElement | null {
  const names = Object.keys(types).sort();
  if (names.length === 0) return null;
  return (
    <dl data-tailrace="tallies" aria-label={labels.byType}>
      {names.map((name) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{labels.count(types[name] as number)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Rates({
  rates,
  labels,
  window,
}: {
  rates: readonly ErrorRate[];
  labels: PanelLabels;
  window: number;
}): ReactElement | null {
  if (rates.length === 0) return null;
  return (
    <table data-tailrace="error-rates">
      <caption>
        {labels.errorRates} <small>{labels.errorRatesOver(window / 60_000)}</small>
      </caption>
      <thead>
        <tr>
          <th scope="col">{labels.run}</th>
          <th scope="col">{labels.linesHead}</th>
          <th scope="col">{labels.errorsHead}</th>
          <th scope="col">{labels.rateHead}</th>
        </tr>
      </thead>
      <tbody>
        {rates.map(({ run, lines, errors, rate }) => (
          <tr key={run} data-bad={errors > 0 ? '' : undefined}>
            <th scope="row" title={run}>
              {run === '' ? labels.runNone : run}
            </th>
            <td>{labels.count(lines)}</td>
            <td>{labels.count(errors)}</td>
            <td>{labels.share(rate)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Statistics of a log: lines over time by level, counts by level and type, and each run's error rate. */
export function LogStats({
  source,
  range,
  onRangeChange,
  bars = 60,
  by,
  window = WINDOW,
  runs = 8,
  labels: words,
  ...looks
}: LogStatsProps): ReactElement {
  const labels = useMemo(() => resolvePanelLabels(words), [words]);
  const stats = useLogStats(source, { interval: CALM });
  const volume = useLogVolume(source, { bars });
  const rates = useErrorRates(source, given({ window, by }));
  const { width } = volume;
  return (
    <Panel
      name="stats"
      title={labels.stats}
      {...looks}
      aside={
        <span data-tailrace="panel-aside">
          {range ? (
            <>
              <span data-tailrace="range">
                {labels.range(formatSpan(range.since, width), formatSpan(range.until, width))}
              </span>
              {onRangeChange ? (
                <PanelButton onPress={() => onRangeChange(undefined)}>{labels.allTime}</PanelButton>
              ) : null}
            </>
          ) : null}
          <span>{labels.lines(stats.lines)}</span>
          {stats.gaps > 0 ? <span data-kind="warning">{labels.gaps(stats.gaps)}</span> : null}
          <span data-tailrace="rate">{labels.rate(stats.rate)}</span>
        </span>
      }
    >
      <VolumeHistogram
        volume={volume}
        range={range ?? undefined}
        onRangeChange={onRangeChange}
        labels={labels}
      />
      {volume.untimed > 0 ? <p data-tailrace="panel-note">{labels.untimed(volume.untimed)}</p> : null}
      <div data-tailrace="panel-columns">
        <div>
          <Levels stats={stats} labels={labels} />
          <Types types={stats.types} labels={labels} />
        </div>
        <Rates rates={rates.slice(0, runs)} labels={labels} window={window} />
      </div>
    </Panel>
  );
}
