/**
 * Paths of the two shields, drawn around 0, 0. Known: a sign of equality, it was seen before. Fenced: pickets, whoever was
 * replaced stays out.
 */
const OUTLINE = 'M0 -8L6.5 -5.5V0.5C6.5 4 3.8 6.6 0 8C-3.8 6.6 -6.5 4 -6.5 0.5V-5.5Z';

export const SHIELDS = {
  known: `${OUTLINE}M-3 -1.6H3M-3 1.6H3`,
  fenced: `${OUTLINE}M-2.8 -3.8V3.4M0 -4.8V4.6M2.8 -3.8V3.4`,
} as const;
