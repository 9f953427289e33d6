export interface ReadEvent {
  readonly event: string;
  readonly data: unknown;
}

/** Reads an event stream in the form that the contract prescribes: one `event` and one `data` line per event, and comments. */
export class EventReader {
  readonly events: ReadEvent[] = [];
  readonly comments: string[] = [];
  retry: number | undefined;
  /** Resolves to undefined at a clean end, or to the error that broke the stream. */
  readonly ended: Promise<unknown>;

  constructor(response: Response) {
    this.ended = this.#read(response).then(
      () => undefined,
      (error: unknown) => error,
    );
  }

  named(name: string): unknown[] {
    return this.events.filter(({ event }) => event === name).map(({ data }) => data);
  }

  /** The `message` of each `log` event. */
  get messages(): string[] {
    return this.named('log').map((data) => (data as { message: string }).message);
  }

  async #read(response: Response): Promise<void> {
    if (!response.body) throw new Error('The response has no body.');
    let text = '';
    for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
      text += part;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) this.#take(block);
    }
  }

  #take(block: string): void {
    let event = 'message';
    let data: string | undefined;
    for (const line of block.split('\n')) {
      if (line.startsWith(': ')) this.comments.push(line.slice(2));
      else if (line.startsWith('event: ')) event = line.slice(7);
      else if (line.startsWith('data: ')) data = line.slice(6);
      else if (line.startsWith('retry: ')) this.retry = Number(line.slice(7));
      else throw new Error(`Not a line of an event: ${line}`);
    }
    if (data !== undefined) this.events.push({ event, data: JSON.parse(data) });
  }
}
