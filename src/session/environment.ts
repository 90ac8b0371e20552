/** What the page lends to the session: the outside world behind a few named calls, so that tests can stand in for it. */

export interface Environment {
  /** Query and fragment of the page's address when it was opened, each without its `?` or `#`. */
  readonly opened: { readonly query: string; readonly fragment: string };
  readonly reducedMotion: boolean;
  /** Puts query and fragment into the address bar without a new entry in the history. */
  replaceAddress(query: string, fragment: string): void;
  /** The page's full address with this query and fragment. */
  fullAddress(query: string, fragment: string): string;
  /** Calls `visit` with the real time in milliseconds on every frame, until the returned function is called. */
  everyFrame(visit: (realMs: number) => void): () => void;
  /** Text of a file that belongs to the page; undefined when it cannot be had. */
  readOwnFile(path: string): Promise<string | undefined>;
  /** True when the text is on the clipboard. */
  copy(text: string): Promise<boolean>;
  save(name: string, text: string): void;
  /** Told once, when the cursor first moves by itself. */
  firstMotion(): void;
}
