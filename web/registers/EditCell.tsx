// A cell that may be typed into: a pencil in the row, then the field itself. Enter and leaving save, Escape takes back.
import { Modal } from 'antd';
import { Pencil } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { Field } from '../../forms/form.ts';
import { type FieldError, validate } from '../../forms/validate.ts';
import { sayOfField } from '../../words/fields.ts';
import { viewOf } from '../fields/views.ts';
import { Control } from '../forms/FieldInput.tsx';
import { labelIn } from '../forms/label.ts';
import { asRefusal } from '../reach/client.ts';
import type { RecordItem, RegisterItem } from '../reach/shapes.ts';
import { useTime } from '../time/ShopTime.tsx';
import { useWords } from '../words/useWords.ts';
import { ClashChoice } from './ClashChoice.tsx';
import { RecordCell } from './RecordCell.tsx';
import { useWrite } from './useWrite.ts';

/** Kinds that fit into a row; the others are changed on the record. */
export const fitsCell = (field: Field): boolean => viewOf(field).inRow !== undefined;

type Props = {
  register: RegisterItem;
  record: RecordItem;
  field: Field;
  /** By the key E. */
  open: boolean;
  onOpen: (open: boolean) => void;
};

export function EditCell({ register, record, field, open, onOpen }: Props): ReactNode {
  const { t, language } = useWords();
  const write = useWrite(register.key);
  const label = labelIn(field, language);
  if (open)
    return (
      <Editing
        register={register}
        record={record}
        field={field}
        label={label}
        writing={write}
        onDone={() => onOpen(false)}
      />
    );
  return (
    <span className="cell-edit">
      <RecordCell field={field} value={record.values[field.id]} />
      <button
        type="button"
        className="act"
        aria-label={t('reg.changeField', { field: label })}
        onClick={() => onOpen(true)}
      >
        <Pencil size={13} strokeWidth={1.75} />
      </button>
    </span>
  );
}

type EditingProps = {
  register: RegisterItem;
  record: RecordItem;
  field: Field;
  label: string;
  writing: ReturnType<typeof useWrite>;
  onDone: () => void;
};

function Editing({ register, record, field, label, writing, onDone }: EditingProps): ReactNode {
  const { language } = useWords();
  const { clockExactly } = useTime();
  const id = useId();
  const box = useRef<HTMLSpanElement>(null);
  /** What was seen when the typing began: a later revision is somebody else's. */
  const [seen] = useState(record);
  const [value, setValue] = useState<unknown>(record.values[field.id]);
  const [errors, setErrors] = useState<FieldError[]>([]);
  const given = useRef(value);
  useEffect(() => {
    box.current?.querySelector<HTMLElement>('input, textarea, button')?.focus();
  }, []);
  const save = (): void => {
    if (writing.isPending || writing.clash) return;
    const form = { key: 'cell', title: { zh: '' }, fields: [field] };
    const { errors: wrong, values } = validate(form, { [field.id]: given.current }, clockExactly());
    setErrors(wrong);
    if (wrong.length > 0) return;
    const clean = values[field.id] ?? null;
    if (JSON.stringify(clean) === JSON.stringify(seen.values[field.id] ?? null)) {
      onDone();
      return;
    }
    writing.mutate(
      { record: seen, values: { [field.id]: clean } },
      {
        onSuccess: onDone,
        onError: (error) => setErrors(asRefusal(error).errors),
      },
    );
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      save();
    }
    if (event.key === 'Escape') {
      event.stopPropagation();
      onDone();
    }
  };
  const refusal = writing.isError && !writing.clash ? asRefusal(writing.error) : undefined;
  const wrong = errors[0]?.message;
  const said = wrong ? sayOfField(wrong, language) : refusal && (refusal.detail || refusal.title || undefined);
  const inPlace = viewOf(field).inRow === 'typed';
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the field within
    <span
      ref={box}
      className="cell-editing"
      onKeyDown={onKey}
      onBlur={(event) => inPlace && !event.currentTarget.contains(event.relatedTarget) && save()}
    >
      <Control
        id={id}
        label={label}
        field={field}
        value={value}
        wrong={said !== undefined}
        disabled={writing.isPending}
        language={language}
        cell={inPlace}
        onChange={(next) => {
          given.current = next;
          setValue(next);
          setErrors([]);
          if (!inPlace) save();
        }}
      />
      {said && (
        <span className="cell-wrong" role="alert" id={`${id}-error`}>
          {said}
        </span>
      )}
      {writing.clash && (
        <Modal open footer={null} closable={false} width={440} title={record.title}>
          <ClashChoice
            register={register}
            clash={writing.clash}
            saving={writing.isPending}
            onMine={() => {
              const { clash } = writing;
              if (clash) writing.mutate({ ...clash.write, record: clash.theirs }, { onSuccess: onDone });
            }}
            onTheirs={() => {
              if (writing.clash) writing.giveIn(writing.clash);
              onDone();
            }}
          />
        </Modal>
      )}
    </span>
  );
}
