/** How large a link may be, looked at before anything else is done with it. */
export const LINK_LIMITS = {
  /** Of the whole text that was given. Beyond it, a file is the way to hand a scenario on. */
  rawChars: 16_384,
  /** A readable link that is longer is packed when that makes it shorter. */
  readableChars: 400,
  /** What a packed scenario may become. */
  inflatedBytes: 65_536,
  /** How many times larger than its packed bytes. */
  inflateRatio: 400,
} as const;
