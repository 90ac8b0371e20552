/**
 * One hop of a handover with one, two or four packets: what the sender and the receiver remember of it, as pure functions
 * over their halves of the session. Source: MQTT 3.1.1 and 5.0, sections 4.3 (quality of service) and 4.4 (delivery retry).
 */
import { note, type Effect } from '../../engine/contracts';

export type Qos = 0 | 1 | 2;

/** A message on its way, by the sender's number of it. */
export interface Packet {
  id: number;
  readonly record: number;
  readonly qos: Qos;
  /** `release`: the receiver has it, and is told that its number is free again. */
  stage: 'publish' | 'release';
  sent: boolean;
}

export interface Outbox {
  nextId: number;
  packets: Packet[];
}

interface Received {
  readonly record: number;
  readonly handedOn: boolean;
}

/** Numbers that the receiver knows until they are released, and what came under them. */
export interface Inbox {
  readonly open: Map<number, Received>;
}

export interface PacketBody {
  readonly id: number;
  readonly record: number;
  readonly qos: Qos;
}

export const emptyOutbox = (): Outbox => ({ nextId: 1, packets: [] });
export const emptyInbox = (): Inbox => ({ open: new Map() });
export const copyOutbox = ({ nextId, packets }: Outbox): Outbox => ({
  nextId,
  packets: packets.map((packet) => ({ ...packet })),
});
export const copyInbox = ({ open }: Inbox): Inbox => ({ open: new Map(open) });

/** Puts a message on its way; it is sent when there is a connection. */
export function put(outbox: Outbox, record: number, qos: Qos): Packet {
  const packet: Packet = { id: outbox.nextId, record, qos, stage: 'publish', sent: false };
  outbox.nextId += 1;
  outbox.packets.push(packet);
  return packet;
}

const body = ({ id, record, qos }: PacketBody): PacketBody => ({ id, record, qos });

export function packetTo(
  to: string,
  name: string,
  of: PacketBody,
  says: string,
  relies: readonly string[] = [],
): Effect {
  const { record } = of;
  return { do: 'send', message: { name, to, body: body(of), records: [record], about: name, says }, relies };
}

/** A client asks a broker for its messages at this level. */
export const subscription = (to: string, qos: Qos): Effect => ({
  do: 'send',
  message: { name: 'SUBSCRIBE', to, body: { qos }, records: [], about: 'subscribe', says: `QoS ${qos}` },
});

/** Sends a packet as it stands: the message, as a repetition when it was sent before, or its release. */
export function send(to: string, packet: Packet, relies: readonly string[]): readonly Effect[] {
  const again = packet.sent ? ' · DUP' : '';
  packet.sent = true;
  if (packet.stage === 'release') return [packetTo(to, 'PUBREL', packet, `packet ${packet.id}`, relies)];
  const says = packet.qos === 0 ? 'QoS 0' : `QoS ${packet.qos} · packet ${packet.id}${again}`;
  return [packetTo(to, 'PUBLISH', packet, says, relies)];
}

/** QoS 0 is over when it is sent. */
export function forgetUnacknowledged(outbox: Outbox): void {
  outbox.packets = outbox.packets.filter(({ qos, sent }) => qos !== 0 || !sent);
}

const knownAs = (record: number): string => `number of ${record}`;

/** The receiver of level 2 keeps a number until it is released. */
export function keepNumber({ open }: Inbox, id: number, received: Received): readonly Effect[] {
  open.set(id, received);
  const { record } = received;
  return [note({ kind: 'remember', record, names: open.size }, { as: knownAs(record) })];
}

/** The sender knows that the message is over: its number may come again for another one. */
export function freeNumber({ open }: Inbox, id: number): readonly Effect[] {
  const received = open.get(id);
  if (received === undefined) return [];
  open.delete(id);
  const { record } = received;
  return [note({ kind: 'forget', record, names: open.size }, { relies: [knownAs(record)] })];
}

/** A packet whose number is known is not taken again. */
export const noteKnown = (record: number): Effect =>
  note({ kind: 'absorb', record, reason: 'remembered' }, { relies: [knownAs(record)] });

export const find = ({ packets }: Outbox, { id, qos }: PacketBody): Packet | undefined =>
  packets.find((packet) => packet.id === id && packet.qos === qos);

/** The receiver has taken the message over. */
export function finish(outbox: Outbox, of: PacketBody): Packet | undefined {
  const packet = find(outbox, of);
  outbox.packets = outbox.packets.filter((other) => other !== packet);
  return packet;
}

/** A new session knows nothing: what was unfinished starts again under new numbers, even what only waited for its end. */
export function renumber(outbox: Outbox): void {
  const unfinished = outbox.packets;
  outbox.packets = [];
  for (const { record, qos } of unfinished) put(outbox, record, qos);
}
