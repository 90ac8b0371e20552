import type { EventOf } from '../../trace/event';
import { effectsOf } from './effects';
import { inOrder, type Evidence } from './evidence';
import { topicOf } from './topics';
import type { Finding } from './verdict';

/** LC: a group's committed offset passed a readable record whose effect never happened. */
export function consumeLoss(evidence: Evidence): readonly Finding[] {
  const { ofTopic, unattributed } = effectsOf(evidence);
  const happened = new Set(
    [...ofTopic].flatMap(([topic, effects]) => effects.map(({ record }) => `${topic} ${record}`)),
  );
  const somewhere = new Set(unattributed.map(({ record }) => record));
  const missing = evidence.readable.filter(
    ({ record, partition }) =>
      !somewhere.has(record) && !happened.has(`${topicOf(evidence.trace, partition)} ${record}`),
  );
  return progressOf(evidence).flatMap(({ last, all }) =>
    missing
      .filter(({ partition, offset }) => partition === last.partition && offset < last.offset)
      .map((slot): Finding => {
        const passing = all.find(({ offset, seq }) => offset > slot.offset && seq > slot.seq) ?? last;
        return { code: 'LC', record: slot.record, witness: inOrder([slot.seq, passing.seq]) };
      }),
  );
}

interface Progress {
  readonly last: EventOf<'commit'>;
  readonly all: readonly EventOf<'commit'>[];
}

/** What each group has committed of each partition: the last word holds. */
function progressOf({ trace }: Evidence): readonly Progress[] {
  const progress = new Map<string, EventOf<'commit'>[]>();
  for (const event of trace.events) {
    if (event.kind !== 'commit' || !event.accepted) continue;
    const key = `${event.group} ${event.partition}`;
    const before = progress.get(key);
    if (before === undefined) progress.set(key, [event]);
    else before.push(event);
  }
  return [...progress.values()].map((all) => ({ last: all.at(-1)!, all }));
}
