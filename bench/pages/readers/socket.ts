/** Readers of a WebSocket. `batch`: lines per frame. */
import { createLogStream, stratal } from '@tailrace/core';
import { createFloor, createKeeper, socketUrl, type Reader } from './reader.ts';

const tailrace =
  (batch: number): Reader =>
  (count, begun) =>
    new Promise((resolve, reject) => {
      const source = stratal({ baseUrl: location.origin }).jobRun(`${count}-${batch}`);
      const stream = createLogStream(source);
      stream.subscribe(() => undefined);
      stream.on('status', (status) => {
        if (status === 'failed') reject(new Error('the stream failed'));
      });
      let stored = 0;
      stream.on('entries', ({ length }) => {
        if (stored === 0) begun();
        stored += length;
        if (stored < count) return;
        stream.disconnect();
        resolve(stored);
      });
      stream.connect();
    });

const native =
  <Row>(batch: number, makeKeeper: () => { push(row: Row): void; readonly count: number }): Reader =>
  (count, begun) =>
    new Promise((resolve) => {
      const keeper = makeKeeper();
      const socket = new WebSocket(socketUrl(`${count}-${batch}`));
      socket.onmessage = ({ data }: MessageEvent<string>) => {
        if (keeper.count === 0) begun();
        if (batch === 1) keeper.push(JSON.parse(data) as Row);
        else for (const line of JSON.parse(data) as Row[]) keeper.push(line);
        if (keeper.count < count) return;
        socket.close();
        resolve(keeper.count);
      };
    });

export const SOCKET_READERS = (batch: number): Readonly<Record<string, Reader>> => ({
  tailrace: tailrace(batch),
  'WebSocket + JSON.parse': native(batch, createKeeper),
  floor: native(batch, createFloor),
});
