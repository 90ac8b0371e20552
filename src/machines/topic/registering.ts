/** Producers connect by name: one at a time under each name. Source: Pulsar's AbstractTopic.addProducer, ServerCnx. */
import { note, type Effect, type Effects, type NodeEvent } from '../../engine/contracts';
import { bodyOf } from '../messages';
import { isPurged, recovered } from './marks';
import { answer } from '../answering';
import { entriesOf } from './entries';
import type { RegisterAnswer, RegisterBody, TopicData, TopicParameters } from './memory';

/** Whether somebody else is connected under this name; who comes back over a new connection takes its own place. */
export function isNameTaken(p: TopicParameters, { volatile: v }: TopicData, event: NodeEvent): boolean {
  const holder = v.connected.get(bodyOf<RegisterBody>(event).name);
  return holder !== undefined && holder.worker !== event.from && p.sameName === 'refuse';
}

/** Turned away: its repeated attempts are one that waits until the name is free. */
export function keepOut({ volatile: v }: TopicData, event: NodeEvent): Effects {
  const { name } = bodyOf<RegisterBody>(event);
  v.applicants.push(event);
  const why = `a producer ${name} is already connected`;
  return [note({ kind: 'refuse', reason: 'conflict', error: 'ProducerBusy', records: [], why })];
}

/** Those who waited for a name that is free now. */
export function letIn(p: TopicParameters, data: TopicData, now: number): Effects {
  const { volatile: v } = data;
  const effects: Effect[] = [];
  for (const event of [...v.applicants]) {
    if (isNameTaken(p, data, event)) continue;
    v.applicants = v.applicants.filter((other) => other !== event);
    effects.push(...purge(p, data, now), ...register(p, data, event), ...answerRegistered(p, data, event));
  }
  return effects;
}

/** What was not heard of for longer than the period is forgotten by the next look. */
export function purge({ dedup }: TopicParameters, { durable, volatile: v }: TopicData, now: number): Effects {
  if (dedup === undefined) return [];
  const gone = [...v.away].filter(([, since]) => isPurged(since, now, dedup.inactivityMs)).map(([name]) => name);
  for (const name of gone) {
    v.away.delete(name);
    durable.logs.forEach((log, partition) => {
      const { pushed, persisted } = v.marks[partition]!;
      pushed.delete(name);
      persisted.delete(name);
      log.snapshot = { marks: new Map(persisted), from: log.end };
    });
  }
  return gone.flatMap((name) => forgotten(durable, v.marks.length, name));
}

/** The last record of a producer stands for its marks. */
function forgotten(durable: TopicData['durable'], names: number, name: string): Effect[] {
  const record = entriesOf(durable)
    .findLast(({ producer }) => producer === name)
    ?.records.at(-1);
  return record === undefined ? [] : [note({ kind: 'forget', record, names }, { as: `mark ${name}`, durable: true })];
}

/** Takes the producer in; without a name it is given one that nobody has had. */
export function register(p: TopicParameters, { durable, volatile: v }: TopicData, event: NodeEvent): Effects {
  const asked = bodyOf<RegisterBody>(event);
  const name = nameFor(durable, asked);
  const before = v.connected.get(name);
  v.connected.set(name, { worker: event.from, connection: event.connection });
  v.away.delete(name);
  if (!durable.producers.has(name)) durable.producers.set(name, durable.producers.size + 1);
  const watch: Effects = p.silenceMs === 0 ? [] : [{ do: 'watch', peer: event.from, silenceMs: p.silenceMs }];
  if (before === undefined || before.worker === event.from) return watch;
  const why = `${event.from} has taken the place of ${before.worker}`;
  return [...watch, note({ kind: 'refuse', reason: 'fenced', error: 'ProducerFenced', records: [], why })];
}

function nameFor(durable: TopicData['durable'], { name }: RegisterBody): string {
  if (name !== '') return name;
  durable.generated += 1;
  return `standalone-0-${durable.generated}`;
}

export function answerRegistered(p: TopicParameters, { durable, volatile: v }: TopicData, event: NodeEvent): Effects {
  const { correlation, name: asked } = bodyOf<RegisterBody>(event);
  const name = asked === '' ? `standalone-0-${durable.generated}` : asked;
  const last = v.marks.map(({ persisted }) => (p.dedup === undefined ? -1 : (persisted.get(name) ?? -1)));
  const body: RegisterAnswer = { correlation, name, last };
  const known = p.dedup === undefined ? '' : ` · last number ${Math.max(...last)}`;
  return [answer(event, p.words.registered, 'registered', body, `${name}${known}`)];
}

/** A broker that has just become the owner: marks from the snapshot and the log behind it; nobody is connected. */
export function recover({ dedup }: TopicParameters, { durable, volatile: v }: TopicData, now: number): Effects {
  if (dedup === undefined) return [];
  v.marks = durable.logs.map(({ snapshot, entries }) => recovered(snapshot, entries));
  for (const name of durable.producers.keys()) v.away.set(name, now);
  return [];
}
