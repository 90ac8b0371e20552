/** Raised whenever the same scenario gives another trace: links carry it, so that an opener can say "made by an older engine". */
export const ENGINE_VERSION = 1;
