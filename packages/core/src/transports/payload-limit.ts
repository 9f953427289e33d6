/** A payload may have this many times as many bytes as a line may, because it may hold several lines. A larger one is skipped, and nobody knows how many it held. */
export const PAYLOAD_LIMIT = 4;
