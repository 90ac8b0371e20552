import { ackward } from '../../src/cli/ackward';

export interface LaneJson {
  readonly id: string;
  readonly system: string;
  readonly claim: string;
  readonly keepsClaim: boolean;
  readonly ended: string;
  readonly outcome: Readonly<Record<string, number>>;
  readonly records: readonly {
    readonly record: number;
    readonly outcome: string;
    readonly because: readonly string[];
  }[];
  readonly notMet: readonly object[];
  readonly digest: string;
}

/** Runs a command in this process and returns its JSON; fails with the command's own words when it was refused. */
export async function json<T>(...args: readonly string[]): Promise<T> {
  const reply = await ackward([...args, '--json']);
  if (reply.exitCode === 2) throw new Error(reply.stderr);
  return JSON.parse(reply.stdout) as T;
}

/** The records of a lane that did not land once, as `3 duplicated`. */
export function notOnce(lane: LaneJson): readonly string[] {
  return lane.records.filter(({ outcome }) => outcome !== 'once').map(({ record, outcome }) => `${record} ${outcome}`);
}
