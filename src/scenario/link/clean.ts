/** The fragment in whatever people paste: a whole address, one that a program escaped, the end of a sentence. */

/** What may follow a link in a sentence. No link of ours ends in one of them. */
const AFTER_LINK = new Set('.,;:!?)]}>"\'»”’ \t\r\n');

function withoutTail(text: string): string {
  let end = text.length;
  while (end > 0 && AFTER_LINK.has(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** What follows the first `#`, or its escaped form, or, where a program made a query of it, the first `?`. */
function afterMark(text: string): string {
  const marks = ['#', '%23', '?'];
  const mark = marks.find((each) => text.includes(each));
  return mark === undefined ? text : text.slice(text.indexOf(mark) + mark.length);
}

function decodeOnce(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The fragment without `#`, without what programs and sentences have put around it. */
export function cleanLink(text: string): string {
  const fragment = decodeOnce(afterMark(text.trim()));
  return withoutTail(fragment.replaceAll('&amp;', '&')).replace(/^#/u, '');
}
