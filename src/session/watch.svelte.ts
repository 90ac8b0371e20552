/** Tells whoever is outside of the components when something of the session has changed. */

/** Calls `tell` with what `read` gives, now and after every change of what it read, until the returned function is called. */
export function watch<T>(read: () => T, tell: (value: T) => void): () => void {
  return $effect.root(() => {
    $effect(() => tell(read()));
  });
}
