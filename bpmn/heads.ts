// Heads of departments, upwards from a person or a department (core-semantics §3.1). Who leads what, the directory says.

/** `to`: how many, all up to the top, or up to the first who has the role; nobody has it: up to the top. */
export type HeadsAsked = {
  of: { person: string } | { department: string };
  /** 1 is the nearest. */
  from: number;
  to: number | 'top' | { role: string };
};
/** The departments upwards, nearest first: who leads each; null where nobody does who is here. */
export type Above = ({ person: string; roles: string[] } | null)[];

/** Nobody is his own head, and who leads two levels counts once. */
export function headsAmong({ of, from, to }: HeadsAsked, above: Above): string[] {
  const chain = above.flatMap((head) => (head && !('person' in of && of.person === head.person) ? [head] : []));
  const heads = chain.filter(({ person }, index) => chain.findIndex((one) => one.person === person) === index);
  const last =
    to === 'top'
      ? heads.length
      : typeof to === 'number'
        ? to
        : heads.findIndex(({ roles }) => roles.includes(to.role)) + 1 || heads.length;
  return heads.slice(from - 1, last).map(({ person }) => person);
}

/** `starter+2`, `department:ID`; undefined: a variable with a department. */
export function parseHead(text: string): { starter: number } | { department: string } | undefined {
  const [, level] = /^starter(?:\+(\d{1,2}))?$/.exec(text) ?? [];
  if (/^starter/.test(text) && (level !== undefined || text === 'starter')) return { starter: Number(level ?? 1) };
  return text.startsWith('department:') ? { department: text.slice('department:'.length) } : undefined;
}

/** `3`, `top`, `role:ID`. undefined: none of these. */
export function parseUntil(text: string): HeadsAsked['to'] | undefined {
  if (text === 'top') return 'top';
  if (/^[1-9]\d?$/.test(text)) return Number(text);
  return text.startsWith('role:') && text.length > 5 ? { role: text.slice(5) } : undefined;
}
