/** What a shop's database does when somebody lacks a privilege: the shop for its outbox, or a relay that waits for rows. */
import { note, noteDenied, type Action, type Effect, type NodeEvent, type RightBody } from '../../engine/contracts';
import { answer } from '../answering';
import { bodyOf, type Correlated, type ErrorAnswer } from '../messages';
import { INSUFFICIENT_PRIVILEGE } from '../table/privilege';
import type { ShopData } from './memory';

/** A row of the outbox is added by the shop alone. */
export const isOwnPrivilege = (event: NodeEvent): boolean => bodyOf<RightBody>(event).operation === 'INSERT';

const refusal = ({ operation, target, loss }: RightBody, who: string, records: readonly number[]): Effect =>
  noteDenied(INSUFFICIENT_PRIVILEGE, records, `${who} has lost the right ${operation} on ${target}`, loss);

/** Its row of the outbox is refused, so the whole order is rolled back: there is no order without its event. */
export function failOrder({ volatile: { lost } }: ShopData, record: number): Effect[] {
  if (lost === undefined) return [];
  return [
    refusal(lost, 'shop', [record]),
    note({ kind: 'told', record, outcome: 'fail', why: INSUFFICIENT_PRIVILEGE }, { as: `told ${record}` }),
  ];
}

/** A relay that waits for rows would look again and again; the next look is refused. */
function refuseWaiting({ volatile: v }: ShopData, event: NodeEvent): Effect[] {
  const right = bodyOf<RightBody>(event);
  const refused = v.waiting.filter(({ from }) => right.nodes.includes(from));
  v.waiting = v.waiting.filter((asked) => !refused.includes(asked));
  return refused.flatMap((asked) => {
    const { correlation } = bodyOf<Correlated>(asked);
    const body: ErrorAnswer = { correlation, error: INSUFFICIENT_PRIVILEGE };
    return [
      refusal(right, asked.from, []),
      answer(asked, 'ReadOutboxResponse', 'denied', body, INSUFFICIENT_PRIVILEGE, { relies: [right.loss] }),
    ];
  });
}

export const privileges: Record<string, Action<ShopData>> = {
  losePrivilege: ({ volatile: v }, event) => {
    v.lost = bodyOf<RightBody>(event);
    return [];
  },
  regainPrivilege: ({ volatile: v }) => {
    v.lost = undefined;
    return [];
  },
  refuseWaiting,
};
