/**
 * A service outside Kafka, such as one that sends mails: nothing tells it of transactions, and it does not know again what
 * it has done before. Where exactly-once of Kafka ends.
 */
import { asAnyRole, note, type AnyRole } from '../../engine/contracts';
import { bodyOf, type Correlated } from '../messages';
import { serviceMachine } from './service.machine';

/** The service's role: it keeps nothing. */
export function serviceRole(): AnyRole {
  const nothing = { durable: undefined, unflushed: undefined, volatile: undefined };
  return asAnyRole({
    chart: serviceMachine,
    guards: {},
    actions: {
      serve: (_, { records }) =>
        records.map((record) => note({ kind: 'apply', record, outside: true }, { durable: true })),
      answer: (_, event) => [
        {
          do: 'send',
          message: {
            name: 'ServiceResponse',
            to: event.from,
            body: { correlation: bodyOf<Correlated>(event).correlation },
            records: event.records,
            about: event.about,
            says: 'done',
            answers: event,
          },
        },
      ],
    },
    birth: () => nothing,
    rebirth: () => nothing,
  });
}
