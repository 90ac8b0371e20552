/** The settings of the two-generals system: which protocol the two agree on, and how far it goes. */
import type { SettingDescription } from '../../scenario/catalog';
import { choice, FROM_ONE, FROM_ZERO, number, PROMINENT, toggle, type Shelf } from '../describe';

const PROTOCOL: Shelf = { of: 'application', source: 'J. Gray, Notes on Data Base Operating Systems, 1978' };

export const PROTOCOLS = ['chain', 'once', 'elsewhere', 'retry'] as const;

export const GENERALS_SETTINGS: readonly SettingDescription[] = [
  choice(
    PROTOCOL,
    'protocol',
    PROTOCOLS,
    'chain',
    'A chain of messengers to and fro; or one order, which is sent once, ordered elsewhere when no answer comes, or sent again until one does.',
    PROMINENT,
  ),
  number(
    PROTOCOL,
    'chain.length',
    [1, 12],
    4,
    'How many messengers a chain has; each leaves when the one before has come.',
    PROMINENT,
  ),
  toggle(
    PROTOCOL,
    'order.named',
    true,
    'An order carries a name, by which whoever gets it twice knows it again.',
    PROMINENT,
  ),
  number(
    PROTOCOL,
    'order.retries',
    FROM_ZERO,
    1_000,
    'How often an order is sent again when no answer comes.',
    PROMINENT,
  ),
  number(PROTOCOL, 'order.timeout.ms', FROM_ONE, 200, 'How long an answer is waited for.'),
];
