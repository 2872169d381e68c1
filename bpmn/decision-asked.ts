// Which decision a rule step asks: one of its own process, else one of the shop.
import { type DecisionVersion, versionInForce } from '../dmn/decision-version.ts';
import type { Definition, Element } from './definition.ts';
import type { Env, Instant } from './instance.ts';

/** The key that a rule step names, unless somebody else does its work. */
export const decisionNamed = ({ type, zf }: Element): string | undefined =>
  type === 'businessRuleTask' && !zf?.topic && !zf?.connector ? zf?.decision : undefined;

type Decisions = Pick<Definition, 'decisions' | 'decisionModels'>;
export const isOwn = ({ decisions, decisionModels }: Decisions, key: string): boolean =>
  Object.hasOwn(decisions, key) ||
  (decisionModels?.some((model) => model.decisions.some(({ id, name }) => id === key || name === key)) ?? false);

/** `latest`, unless the step names a version. */
export const versionNamed = ({ zf }: Pick<Element, 'zf'>): string | undefined =>
  zf?.binding === 'version' ? zf.version : undefined;

/** @param wanted the version that the step names; else the one that holds at this instant */
export function sharedDecision(
  { decisions }: Env,
  key: string,
  at: Instant,
  wanted: string | undefined,
): DecisionVersion | undefined {
  const versions = decisions?.[key] ?? [];
  return wanted === undefined
    ? versionInForce(versions, at)
    : versions.find(({ version }) => version === Number(wanted));
}

export type Asked = { key: string; version?: number };
/** Decisions of the shop that a process asks; null: which is known only when it asks. */
export function decisionsAsked(process: Decisions & Pick<Definition, 'elements'>): Asked[] | null {
  const asked: Asked[] = [];
  for (const element of Object.values(process.elements)) {
    const key = decisionNamed(element);
    if (key === undefined || isOwn(process, key)) continue;
    const version = versionNamed(element);
    if (key.startsWith('=') || version?.startsWith('=')) return null;
    asked.push({ key, ...(version !== undefined && { version: Number(version) }) });
  }
  return asked;
}
