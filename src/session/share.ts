/** What the share dialog offers, as texts. */
import { sayAnswer, type Ledger } from '../layout/ledger';
import type { LaneCard } from './lanes';

export interface Shared {
  readonly link: string;
  readonly markdown: string;
  readonly command: string;
  /** How far a link of this length gets. */
  readonly length: string;
}

export interface ShareGround {
  readonly title: string;
  readonly link: string;
  readonly fragment: string;
  readonly cards: readonly LaneCard[];
  readonly ledger: Ledger;
  readonly kind: string;
}

/** Makes all texts of the share dialog. The fragment holds only characters that a shell leaves alone inside quotes. */
export function shareTexts({ title, link, fragment, cards, ledger, kind }: ShareGround): Shared {
  const answers = ledger.columns.map((column) => {
    const name = cards.find(({ id }) => id === column.lane)?.title ?? column.lane;
    return `- ${name}: ${sayAnswer(column, kind)}`;
  });
  return {
    link,
    markdown: `[${escapeMarkdown(title)}](${link})\n\n${answers.join('\n')}\n`,
    command: `npm run -s ackward -- run '#${fragment}'`,
    length: sayLength(link.length),
  };
}

const escapeMarkdown = (text: string): string => text.replace(/[\\`*_[\]<>]/g, '\\$&');

const LENGTHS: readonly { readonly upTo: number; readonly says: string }[] = [
  { upTo: 300, says: 'short enough for every mail, chat and projected code' },
  { upTo: 1000, says: 'short enough for every mail and chat' },
  { upTo: 2000, says: 'some mail programs cut links of this length' },
];

/** `214 characters: short enough for every mail and chat.` */
export function sayLength(characters: number): string {
  const says =
    LENGTHS.find(({ upTo }) => characters <= upTo)?.says ?? 'too long for many programs: send the file instead';
  return `${characters} characters: ${says}.`;
}
