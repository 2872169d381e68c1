// What a case is called in lists, and where it stands.

import type { Language } from '../../words/message.ts';
import { listed } from '../../words/say.ts';
import type { CaseItem } from '../reach/shapes.ts';
import { named } from '../words/useWords.ts';

export const caseName = (
  item: { title: string | null; businessKey: string | null } & ({ id: string } | { case: string }),
): string => item.title ?? item.businessKey ?? ('id' in item ? item.id : item.case);

export const standing = ({ at }: Pick<CaseItem, 'at'>, language: Language): string =>
  listed(
    at.map((one) => `${named(one, language)}${one.who ? ` · ${one.who}` : ''}`),
    language,
  );
