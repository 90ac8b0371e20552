/** One measured figure, what it should be, and the page that lists them. */

export interface Figure {
  readonly name: string;
  readonly measured: string;
  /** What it is compared with; empty when it is there for information. */
  readonly goal: string;
  /** Undefined: there is nothing to keep. */
  readonly kept?: boolean;
}

export interface Chapter {
  readonly title: string;
  readonly about: string;
  readonly figures: readonly Figure[];
}

const mark = ({ kept }: Figure): string => (kept === undefined ? '' : kept ? 'kept' : '**missed**');

const row = (figure: Figure): string => `| ${figure.name} | ${figure.measured} | ${figure.goal} | ${mark(figure)} |`;

const chapterText = ({ title, about, figures }: Chapter): string =>
  [`## ${title}`, '', about, '', '| what | measured | goal | |', '|---|---|---|---|', ...figures.map(row), ''].join(
    '\n',
  );

/** The whole of RESULTS.md. Ratios are for comparing over time; milliseconds only say what a visitor would feel. */
export const pageText = (machineClass: string, chapters: readonly Chapter[]): string =>
  [
    '# Measured',
    '',
    `Written by \`npm run bench\` on ${machineClass}. Compare the ratios; the milliseconds belong to that machine.`,
    '',
    ...chapters.map(chapterText),
  ].join('\n');

export const round = (value: number, digits: number): string => value.toFixed(digits);
export const thousands = (value: number): string => Math.round(value).toLocaleString('en-GB');
