import { createVolume, type LogVolume, type ViewSource, type VolumeReader } from '@tailrace/core';
import { useMemo } from 'react';
import { CALM } from '../lib/calm.js';
import { useReader } from '../lib/use-reader.js';
import { useResource } from '../lib/use-resource.js';

const NONE: LogVolume = Object.freeze({ bars: [], width: 1_000, untimed: 0 });
const create = ({ source, bars }: { source: ViewSource; bars: number }): VolumeReader =>
  createVolume(source, { bars });
const read = (volume: VolumeReader): LogVolume => volume.getVolume();

/**
 * A histogram of lines over time by level, with at most `bars` bars (2 to 1,000, default 60). Each line is read once; re-renders
 * at most four times per second.
 */
export function useLogVolume(
  source: ViewSource | null | undefined,
  { bars = 60 }: { readonly bars?: number } = {},
): LogVolume {
  const input = useMemo(() => (source ? { source, bars } : undefined), [source, bars]);
  const volume = useResource(input, create);
  return useReader(volume, read, NONE, CALM);
}
