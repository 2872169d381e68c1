// A proof as people read it: what the case is, who has decided what with what before their eyes, and how to check it. Pure.
import type { Language } from '../words/message.ts';
import { proofIn, verbIn } from '../words/proof.ts';
import { submissionDigest } from './chain.ts';
import { headOf, type Proof, type ProofCase, verifyProof } from './document.ts';

export type Line = { label: string; text: string };
export type Printed = {
  heading: string;
  subheading: string;
  facts: Line[];
  decisions: { heading: string; none: string; items: { head: string; at: string; lines: Line[] }[] };
  chain: { heading: string; lines: string[] };
};
export type Reader = {
  language: Language;
  /** An instant, milliseconds UTC, as the shop's clock on the wall says it. */
  stamp(at: number): string;
  processName(one: ProofCase): string;
  stepName(one: ProofCase, element: string): string;
  /** What a step shows under this name: its label, and the value in words. */
  valueOf(one: ProofCase, element: string, name: string, value: unknown): Line;
};
type Person = {
  is?: string;
  verb?: string;
  comment?: string;
  reason?: string;
  for?: string;
  guest?: string;
  submission?: string;
};

export function printProof(proof: Proof, reader: Reader): Printed {
  const { language, stamp } = reader;
  const say = proofIn(language);
  const [main] = proof.cases as [ProofCase, ...ProofCase[]];
  const named = (id: string | null): string => (id === null ? '—' : (proof.people[id] ?? id));
  const line = (label: string, text: string | null): Line[] => (text === null ? [] : [{ label, text }]);
  const fileWords = (file: Proof['files'][string] | undefined): string[] =>
    file ? [say('files', { name: file.name, sha256: file.sha256 })] : [];
  const { unsealed, erased } = verifyProof(proof);
  return {
    heading: say('heading'),
    subheading: say('of', { process: reader.processName(main), version: main.process.version }),
    facts: [
      ...line(say('number'), main.businessKey ?? main.id),
      ...line(say('title'), main.title),
      ...line(say('starter'), named(main.starter)),
      ...line(say('started'), stamp(main.startedAt)),
      ...line(say('ended'), main.endedAt === null ? say('running') : stamp(main.endedAt)),
      ...line(say('madeAt'), stamp(Date.parse(proof.madeAt))),
      ...line(say('madeBy'), proof.madeBy),
    ],
    decisions: {
      heading: say('decisions'),
      none: say('none'),
      items: proof.cases
        .flatMap((one) => decisionsOf(one).map((row) => ({ one, row })))
        .sort((a, b) => a.row.at - b.row.at)
        .map(({ one, row }) => {
          const why = row.why as Person;
          const step = row.element === null ? reader.processName(one) : reader.stepName(one, row.element);
          const who =
            why.for === undefined ? named(row.by) : say('instead', { who: named(row.by), absent: named(why.for) });
          const said = one.submissions.find(({ submitted }) => submissionDigest(submitted) === why.submission);
          const shown = { ...said?.submitted.shown, ...said?.submitted.values };
          return {
            head: `${step} · ${who} · ${verbIn(why.verb ?? '', language)}`,
            at: stamp(row.at),
            lines: [
              ...line(say('comment'), why.comment ?? why.reason ?? null),
              ...(why.guest === undefined ? [] : [{ label: '', text: say('outside', { name: why.guest }) }]),
              ...(said?.submitted.checklist ?? []).map(({ text, done }) => ({
                label: say('ticked'),
                text: done
                  ? [
                      say('tickedBy', { text, who: named(done.by), at: stamp(done.at) }),
                      ...filesIn(done.files).flatMap((id) => fileWords(proof.files[id])),
                    ].join('\n')
                  : say('notTicked', { text }),
              })),
              ...Object.entries(shown).map(([name, value]) => {
                const read = reader.valueOf(one, row.element ?? '', name, value);
                const files = filesIn(value).flatMap((id) => fileWords(proof.files[id]));
                return files.length ? { ...read, text: files.join('\n') } : read;
              }),
            ],
          };
        }),
    },
    chain: {
      heading: say('chain'),
      lines: [
        ...proof.cases.flatMap((one) => [
          say('chainOf', { title: one.title ?? one.businessKey ?? one.id, rows: one.rows.length }),
          say('chainHead', { head: headOf(one) ?? '—' }),
        ]),
        ...(unsealed ? [say('unsealed', { count: unsealed })] : []),
        ...(erased ? [say('erased', { count: erased })] : []),
        say('key', { key: proof.seal.key }),
        say('how'),
      ],
    },
  };
}

/** What people have done, each once: a vote and the end of its step are one decision. */
function decisionsOf({ rows }: ProofCase): ProofCase['rows'] {
  const told = new Set<string>();
  return rows.filter(({ by, why }) => {
    const { is, submission } = (why ?? {}) as Person;
    if (by === null || (is !== 'person' && is !== 'operator')) return false;
    if (submission === undefined) return true;
    if (told.has(submission)) return false;
    told.add(submission);
    return true;
  });
}

const filesIn = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.flatMap((one) => {
        const { file } = (one ?? {}) as { file?: unknown };
        return typeof file === 'string' ? [file] : [];
      })
    : [];
