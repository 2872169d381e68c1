// Facts beside a decision: as they stand on the screen now, and as they stood then. Pure.
import type { Field } from '../../forms/form.ts';
import { labelIn } from '../forms/label.ts';
import type { CaseDetail, RecordItem, RegisterDetail } from '../reach/shapes.ts';
import { type Reader, valueWords } from '../values/value-words.ts';
import { named } from '../words/useWords.ts';

export type Fact = {
  name: string;
  label: string | null;
  texts: Record<string, { name?: string | undefined }> | null;
  type: string;
  field: Field | null;
  value: unknown;
};
const isSimple = ({ value }: { value: unknown }): boolean =>
  ['string', 'number', 'boolean'].includes(typeof value) && value !== '' && value !== '••••';

export const factsOfCase = (detail: CaseDetail): Fact[] => detail.variables.filter(isSimple) as Fact[];
export const factsOfRecord = (register: RegisterDetail, record: RecordItem): Fact[] =>
  register.fields
    .filter(({ by }) => by.who !== 'ledger')
    .map((field) => ({
      name: field.id,
      label: null,
      texts: null,
      type: field.type,
      field: field as Field,
      value: record.values[field.id] ?? null,
    }))
    .filter(isSimple);

export const factWords = (
  { name, label, texts, type, field, value }: Fact,
  reader: Reader,
): { label: string; text: string } => ({
  label:
    label === null && field ? labelIn(field, reader.language) : named({ name: label ?? name, texts }, reader.language),
  text: valueWords(value, { type, field }, reader),
});
