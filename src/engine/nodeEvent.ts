import type { NodeEvent } from './contracts';

/** An event that a node makes for itself, or that the engine makes: no message brought it. */
export function plainEvent(type: string, body: unknown = undefined, from = '', about = '', part = ''): NodeEvent {
  return { type, from, body, records: [], connection: -1, attempt: 1, about, part, fromPart: '', inTurn: false };
}
