// Which task opens when one is done: the next of the same case, else the one below it, else the one above.
type Item = { id: string; case: string };

export function nextAfter(items: Item[], id: string): string | undefined {
  const at = items.findIndex((item) => item.id === id);
  const done = items[at];
  const rest = items.filter((item) => item.id !== id);
  if (!done) return rest[0]?.id;
  return (rest.find((item) => item.case === done.case) ?? items[at + 1] ?? items[at - 1])?.id;
}
