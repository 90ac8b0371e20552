/** A question that is open: asked again under the same number on the next connection, until its answer comes. */
import type { Effects, Outgoing } from '../../engine/contracts';

export interface OpenQuestion {
  readonly correlation: number;
  readonly peer: string;
  readonly again: () => Effects;
}

/** Whoever has one question open at a time. */
export interface Asker {
  readonly connected: ReadonlySet<string>;
  correlation: number;
  open: OpenQuestion | undefined;
}

export type Question = Omit<Outgoing, 'body'> & { readonly body: object; readonly relies?: readonly string[] };

/** Asks; while the connection is down it waits for the next one, whose `askAgain` sends it. */
export function pose(v: Asker, { relies = [], to, ...message }: Question): Effects {
  v.correlation += 1;
  const { correlation } = v;
  const again = (): Effects =>
    v.connected.has(to)
      ? [{ do: 'send', message: { ...message, to, body: { ...message.body, correlation } }, relies }]
      : [];
  v.open = { correlation, peer: to, again };
  return again();
}
