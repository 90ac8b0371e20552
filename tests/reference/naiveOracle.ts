/**
 * The oracle's definitions written down a second time, as plainly as can be: questions over the whole list
 * of events, no state that is carried along. Shares no code with the real one.
 */
import type { EventOf, FactKind, Trace, TraceEvent } from '../../src/trace/event';

interface Slot {
  readonly id: string;
  readonly seq: number;
  readonly partition: number;
  readonly offset: number;
  readonly record: number;
  readonly producerId: number;
  readonly transactional: boolean;
  readonly commit: boolean;
}

interface Call {
  readonly seq: number;
  readonly record: number;
  readonly session: string;
}

type Stored = EventOf<'append'> | EventOf<'marker'>;

/** All findings as words, `LP 3`, sorted; those of U and F too. */
export function naiveOracle(trace: Trace, reader: string, wanted?: 'inside' | 'outside'): readonly string[] {
  const events = trace.events;
  const byKind = new Map<FactKind, TraceEvent[]>();
  events.forEach((e) => byKind.set(e.kind, [...(byKind.get(e.kind) ?? []), e]));
  const of = <K extends FactKind>(kind: K): EventOf<K>[] => (byKind.get(kind) ?? []) as EventOf<K>[];
  const session = (e: { node: string; incarnation: number }): string => `${e.node}/${e.incarnation}`;
  const topic = (partition: number): string => trace.partitions[partition]!.split('-')[0]!;
  const last = <T>(list: readonly T[]): T | undefined => list[list.length - 1];
  const unique = <T>(list: readonly T[]): T[] => list.filter((one, at) => list.indexOf(one) === at);

  /* Who called and what they were told. */
  const calls: Call[] = of('call').flatMap((e) =>
    e.api === 'send' ? e.records.map((record) => ({ seq: e.seq, record, session: session(e) })) : [],
  );
  const callBefore = (who: string, record: number, seq: number): Call | undefined =>
    last(calls.filter((c) => c.session === who && c.record === record && c.seq < seq));
  const was = (call: Call, outcome: string): boolean =>
    of('told').some((e) => e.outcome === outcome && callBefore(session(e), e.record, e.seq) === call);
  const begunFor = (call: Call): EventOf<'call'> | undefined =>
    last(of('call').filter((e) => session(e) === call.session && e.api === 'beginTransaction' && e.seq < call.seq));
  const abortedByCaller = (call: Call): boolean => {
    const begun = begunFor(call);
    if (begun === undefined) return false;
    const own = of('call').filter((e) => session(e) === call.session && e.seq > begun.seq);
    const next = own.find((e) => e.api === 'beginTransaction')?.seq ?? Infinity;
    const ends = own.filter((e) => e.seq < next && (e.api === 'commitTransaction' || e.api === 'abortTransaction'));
    return last(ends)?.api === 'abortTransaction';
  };

  /* Where a message came from. */
  const ancestors = (e: TraceEvent): TraceEvent[] =>
    unique(e.causes.flatMap((cause) => [events[cause]!, ...ancestors(events[cause]!)]));
  const putOnWire = (copy: number): EventOf<'send'> | undefined => {
    const original = of('copied').find((e) => e.message.copy === copy);
    return original === undefined ? of('send').find((e) => e.message.copy === copy) : putOnWire(original.of);
  };
  const requestBehind = (e: TraceEvent, name: string, record: number): EventOf<'send'> | undefined => {
    const arrivals = ancestors(e).filter(
      (a): a is EventOf<'arrive'> =>
        a.kind === 'arrive' && a.message.name === name && a.message.records.includes(record),
    );
    const nearest = arrivals.find((a) => arrivals.every((b) => b.seq <= a.seq));
    return nearest && putOnWire(nearest.message.copy);
  };

  /* The logs. */
  const stored = events.filter((e): e is Stored => e.kind === 'append' || e.kind === 'marker');
  const covers = (e: Stored, offset: number): boolean =>
    offset >= e.offset && offset < e.offset + (e.kind === 'marker' ? 1 : e.records.length);
  const slotOf = (e: Stored, offset: number): Slot => {
    const { partition, producerId, seq } = e;
    const record = e.kind === 'marker' ? 0 : e.records[offset - e.offset]!;
    const transactional = e.kind === 'marker' || e.transactional;
    const commit = e.kind === 'marker' && e.commit;
    return { id: `${seq} ${offset}`, seq, partition, offset, record, producerId, transactional, commit };
  };
  const asWritten = (slot: Slot): Slot =>
    last(
      written.filter(
        (w) =>
          w.seq < slot.seq &&
          w.partition === slot.partition &&
          w.offset === slot.offset &&
          w.record === slot.record &&
          w.producerId === slot.producerId,
      ),
    ) ?? slot;
  const offsetsOf = (e: Stored): number[] =>
    (e.kind === 'marker' ? [0] : e.records).map((_, place) => e.offset + place);
  const written: Slot[] = stored.filter((e) => !e.copied).flatMap((e) => offsetsOf(e).map((o) => slotOf(e, o)));
  const offsets = unique(stored.flatMap(offsetsOf)).toSorted((a, b) => a - b);
  const logOf = (node: string, partition: number): Slot[] =>
    offsets.flatMap((offset) => {
      const here = events.filter((e) => e.node === node && 'partition' in e && e.partition === partition);
      const holder = last(here.filter((e): e is Stored => stored.includes(e as Stored) && covers(e as Stored, offset)));
      if (holder === undefined) return [];
      const erased = here.some(
        (e) =>
          e.seq > holder.seq &&
          (e.kind === 'truncate' || e.kind === 'append' || e.kind === 'marker') &&
          e.offset <= offset,
      );
      const slot = slotOf(holder, offset);
      return erased ? [] : [holder.copied ? asWritten(slot) : slot];
    });
  const partitions = unique([...stored, ...of('truncate')].toSorted((a, b) => a.seq - b.seq).map((e) => e.partition));
  const logs = partitions.map((partition) => {
    const named = last(of('lead').filter((e) => e.partition === partition && e.leader !== ''));
    const leader = named?.leader ?? stored.find((e) => e.partition === partition && !e.copied)?.node ?? '';
    const all = logOf(leader, partition);
    const logEnd = (last(all)?.offset ?? -1) + 1;
    const mark = last(of('watermark').filter((e) => e.partition === partition))?.highWatermark ?? logEnd;
    const slots = all.filter((s) => s.offset < mark);
    return { partition, leader, slots, whole: mark >= logEnd };
  });
  const fateIn = (slots: readonly Slot[], slot: Slot): string => {
    if (!slot.transactional) return 'plain';
    const marker = slots.find((s) => s.record === 0 && s.producerId === slot.producerId && s.offset > slot.offset);
    return marker === undefined ? 'open' : marker.commit ? 'committed' : 'aborted';
  };
  const openIn = (slots: readonly Slot[]): Slot[] => {
    const open = slots.filter((s) => s.record > 0 && fateIn(slots, s) === 'open');
    return open.filter((s) => open.find((other) => other.producerId === s.producerId) === s);
  };
  const readable = logs.flatMap(({ slots }) => {
    const stable = Math.min(Infinity, ...openIn(slots).map((s) => s.offset));
    return slots.filter(
      (s) => s.record > 0 && (reader === 'read_uncommitted' || (s.offset < stable && fateIn(slots, s) !== 'aborted')),
    );
  });
  const isReadable = (slot: Slot | undefined): boolean => readable.some((s) => s.id === slot?.id);
  const requestOf = new Map(
    written.filter((s) => s.record > 0).map((s) => [s.id, requestBehind(events[s.seq]!, 'ProduceRequest', s.record)]),
  );
  const callOf = (slot: Slot): Call | undefined => {
    const request = requestOf.get(slot.id);
    return request && callBefore(session(request), slot.record, request.seq);
  };
  const copiesOf = (call: Call): Slot[] => readable.filter((s) => callOf(s) === call);

  /* What was given to whom, and what came of it. */
  const given = (e: EventOf<'deliver'>): Slot | undefined =>
    last(
      written.filter(
        (s) => s.seq < e.seq && s.partition === e.partition && s.offset === e.offset && s.record === e.record,
      ),
    );
  const isOther = (e: EventOf<'deliver'>): boolean => {
    const from = last(of('position').filter((p) => session(p) === session(e) && p.seq < e.seq))?.committedOnly;
    return from !== undefined && from !== (reader === 'read_committed');
  };
  const actedOn = (who: string, record: number, seq: number): EventOf<'deliver'> | undefined =>
    last(of('deliver').filter((e) => session(e) === who && e.record === record && e.seq < seq));
  const broughtBy = (s: Slot): EventOf<'send'> | undefined => {
    const arrival = events[s.seq]!.causes.map((cause) => events[cause]!).find((e) => e.kind === 'arrive');
    return arrival?.message.records.includes(s.record) === true ? putOnWire(arrival.message.copy) : undefined;
  };
  const outputs = readable.flatMap((s) => {
    const call = callOf(s);
    const copier = call === undefined ? broughtBy(s) : undefined;
    const who = call?.session ?? (copier && session(copier));
    const source = who === undefined ? undefined : actedOn(who, s.record, call?.seq ?? copier!.seq);
    const slot = source && given(source);
    return slot === undefined ? [] : [{ record: s.record, slot, outside: false, isCopy: true }];
  });
  const applies = of('apply').map((e) => {
    const request = requestBehind(e, 'Write', e.record);
    const source = request && actedOn(session(request), e.record, request.seq);
    return { record: e.record, slot: source && given(source), outside: e.outside, isCopy: false };
  });
  const topicOfEffect = (e: { slot: Slot | undefined }): string => (e.slot ? topic(e.slot.partition) : '?');
  const effects = [...outputs, ...applies].filter((e, _, all) => {
    const like = all.filter((other) => topicOfEffect(other) === topicOfEffect(e));
    if (wanted === 'inside') return !e.outside;
    if (wanted === 'outside') return like.some((other) => other.outside) ? e.outside : true;
    return like.some((other) => !other.outside) ? !e.outside : true;
  });

  /* Instances that followed each other. */
  const application = (who: string): string => (/^producer(-\d+)?\//u.test(who) ? 'producer' : who.split('/')[0]!);
  const instances = unique(of('call').map(session)).map((who) => {
    const first = of('call').find((e) => session(e) === who)!;
    const acked = of('told').find((e) => session(e) === who && e.seq > first.seq && e.outcome === 'ok');
    const rank = Number(/^producer-(\d+)\//u.exec(who)?.[1] ?? 1) * 1e6 + Number(who.split('/')[1]);
    return { who, rank, ready: first.api === 'initTransactions' ? first.seq : acked?.seq };
  });
  const isReplaced = (who: string, seq: number): boolean =>
    instances.some(
      (one) =>
        one.who === who &&
        instances.some(
          (other) =>
            application(other.who) === application(who) &&
            other.rank > one.rank &&
            other.ready !== undefined &&
            other.ready <= seq,
        ),
    );

  /* The questions. */
  const found: string[] = [];
  const tell = (code: string, records: readonly number[]): void =>
    void found.push(...records.map((record) => `${code} ${record}`));
  const latest = (node: string, kinds: readonly FactKind[]): FactKind | undefined =>
    last(events.filter((e) => e.node === node && kinds.includes(e.kind)))?.kind;
  const isStopped = (node: string): boolean =>
    ['crash', 'pause'].includes(latest(node, ['crash', 'pause', 'restart', 'wake']) ?? '');
  const end = last(events)!;
  const rest =
    end.kind === 'end' &&
    end.ended === 'quiet' &&
    !logs.some(({ leader }) => isStopped(leader)) &&
    !of('transaction').some(({ node }) => isStopped(node)) &&
    of('cut').length <= of('heal').length &&
    logs.every(({ whole }) => whole);

  if (rest)
    tell(
      'LP',
      calls.filter((c) => was(c, 'ok') && copiesOf(c).length === 0).map((c) => c.record),
    );
  tell(
    'DP',
    calls.filter((c) => copiesOf(c).length > 1).map((c) => c.record),
  );
  for (const name of unique(trace.partitions.map((p) => p.split('-')[0]!))) {
    const here = readable.filter((s) => topic(s.partition) === name);
    const isVoid = (c: Call): boolean => abortedByCaller(c) && (reader === 'read_committed' || !was(c, 'unknown'));
    const doubled = (record: number): boolean =>
      unique(here.filter((s) => s.record === record).flatMap((s) => callOf(s) ?? [])).filter((c) => !isVoid(c)).length >
      1;
    tell('DA', unique(here.map((s) => s.record)).filter(doubled));
  }
  const isLate = (c: Call): boolean =>
    copiesOf(c).some((s) =>
      readable.some((t) => {
        const other = callOf(t);
        const isBefore = t.partition === s.partition && t.offset < s.offset;
        return isBefore && other?.session === c.session && calls.indexOf(other) > calls.indexOf(c);
      }),
    );
  tell(
    'RO',
    calls.filter(isLate).map((c) => c.record),
  );
  const isAborted = (slot: Slot): boolean => {
    const call = callOf(slot);
    if (call !== undefined && was(call, 'ok')) return false;
    if (call !== undefined && (was(call, 'fail') || abortedByCaller(call))) return true;
    const log = logs.find(({ slots }) => slots.some((s) => s.id === slot.id));
    if (log !== undefined) return fateIn(log.slots, slot) === 'aborted';
    const marker = written.find(
      (s) => s.record === 0 && s.partition === slot.partition && s.producerId === slot.producerId && s.seq > slot.seq,
    );
    return marker !== undefined && !marker.commit;
  };
  const read = of('deliver').flatMap((e) => (isOther(e) ? [] : (given(e) ?? [])));
  const aborted = read.filter((s) => s.transactional && isAborted(s));
  tell(
    'AR',
    aborted.filter((s, at) => aborted.findIndex((t) => t.id === s.id) === at).map((s) => s.record),
  );
  const byZombies = readable.filter((s) => {
    const call = callOf(s);
    return call !== undefined && isReplaced(call.session, requestOf.get(s.id)!.seq);
  });
  tell(
    'ZW',
    byZombies.map((s) => s.record),
  );
  const changes = events.filter(
    (e): e is EventOf<'apply'> | EventOf<'absorb'> =>
      e.kind === 'apply' || (e.kind === 'absorb' && e.reason === 'sameKey'),
  );
  const byReplaced = changes.filter((e) => {
    const request = requestBehind(e, 'Write', e.record);
    const source = request && actedOn(session(request), e.record, request.seq);
    if (request === undefined || source === undefined) return false;
    const owner = last(
      of('assign').filter((a) => a.member !== '' && a.seq < request.seq && a.partitions.includes(source.partition)),
    );
    const holder = owner && last(events.filter((e) => e.node === owner.member && e.seq <= owner.seq));
    return owner !== undefined && session(holder ?? owner) !== session(request);
  });
  tell(
    'ZW',
    byReplaced.map((e) => e.record),
  );
  if (rest)
    tell(
      'HT',
      logs.flatMap(({ slots }) => openIn(slots).map((s) => s.record)),
    );
  const accepted = of('commit').filter((e) => e.accepted);
  const finals = accepted.filter(
    (e) => !accepted.some((f) => f.seq > e.seq && f.group === e.group && f.partition === e.partition),
  );
  const passed = finals.flatMap((e) => readable.filter((s) => s.partition === e.partition && s.offset < e.offset));
  const withoutEffect = passed.filter(
    (s) => !effects.some((e) => e.record === s.record && ['?', topic(s.partition)].includes(topicOfEffect(e))),
  );
  if (rest)
    tell(
      'LC',
      withoutEffect.map((s) => s.record),
    );
  for (const isCopy of [false, true]) {
    const twice = readable.filter((s) => effects.filter((e) => e.isCopy === isCopy && e.slot?.id === s.id).length > 1);
    tell(
      'DC',
      twice.map((s) => s.record),
    );
  }

  const submitted = unique(of('submit').map((e) => e.record));
  const isGone = (record: number): boolean =>
    !readable.some((s) => s.record === record) && !calls.some((c) => c.record === record && was(c, 'ok'));
  if (rest) tell('U', submitted.filter(isGone));
  const isFalseAlarm = (c: Call): boolean => !was(c, 'ok') && (was(c, 'fail') || was(c, 'unknown'));
  tell(
    'F',
    calls.filter((c) => isFalseAlarm(c) && isReadable(copiesOf(c)[0])).map((c) => c.record),
  );
  return found.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
