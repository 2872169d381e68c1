/** Browser and system, as far as people tell them apart. */
export function deviceOf(agent: string | null): string | undefined {
  const named = (names: string[]) => names.find((name) => agent?.includes(name));
  const browser = named(['MicroMessenger', 'Edg', 'Firefox', 'Chrome', 'Safari']);
  const system = named(['Android', 'iPhone', 'iPad', 'Windows', 'Macintosh', 'Linux']);
  return [browser, system].filter(Boolean).join(' · ') || undefined;
}
