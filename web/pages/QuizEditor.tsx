// What a course consists of: chapters, when it counts as passed, and its questions with the answers that are right.
import { Button, Checkbox, Input, InputNumber, Select } from 'antd';
import { Plus, X } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import type { Question, Quiz } from '../../pages/course.ts';
import type { Page } from '../../pages/page.ts';
import { useWords } from '../words/useWords.ts';
import { usePageOptions } from './usePageOptions.ts';
import './course.css';

type Props = { body: Page; onChange: (body: Page) => void };
type Words = { zh: string; en?: string | undefined };

export function QuizEditor({ body, onChange }: Props): ReactNode {
  const { t } = useWords();
  const id = useId();
  const pages = usePageOptions().filter(({ value }) => value !== body.key);
  const { chapters = [], quiz } = body;
  const set = (part: { chapters?: string[] | undefined; quiz?: Quiz | undefined }): void => {
    const { chapters: c, quiz: q, ...rest } = { ...body, ...part };
    onChange({ ...rest, ...(c && c.length > 0 && { chapters: c }), ...(q && { quiz: q }) });
  };
  const change = (part: { [K in keyof Quiz]?: Quiz[K] | undefined }): void => {
    if (!quiz) return;
    const next = Object.fromEntries(Object.entries({ ...quiz, ...part }).filter(([, value]) => value !== undefined));
    set({ quiz: next as Quiz });
  };
  const numbers = (
    [
      ['pass', 1, 100],
      ['draw', 1, 60],
      ['tries', 1, 20],
      ['validDays', 1, 3650],
    ] as const
  ).map(([name, min, max]) => (
    <label key={name} htmlFor={`${id}-${name}`}>
      <span>{t(`pages.quiz.${name}`)}</span>
      <InputNumber
        id={`${id}-${name}`}
        min={min}
        max={max}
        precision={0}
        placeholder={name === 'pass' ? '' : t(`pages.quiz.no.${name}`)}
        value={quiz?.[name] ?? null}
        onChange={(value) => (value === null && name === 'pass' ? undefined : change({ [name]: value ?? undefined }))}
      />
    </label>
  ));
  return (
    <div className="page-settings">
      <div className="is-whole">
        <span>{t('pages.course.chapters')}</span>
        <Select
          mode="multiple"
          aria-label={t('pages.course.chapters')}
          placeholder={t('pages.quiz.noChapters')}
          value={chapters}
          options={pages}
          showSearch={{ optionFilterProp: 'label' }}
          onChange={(next: string[]) => set({ chapters: next })}
        />
        <small className="quiet">{t('pages.quiz.chaptersHint')}</small>
      </div>
      {quiz ? (
        <>
          {numbers}
          <ol className="quiz-editor is-whole">
            {quiz.questions.map((question, at) => (
              <li key={question.id}>
                <OneQuestion
                  at={at}
                  question={question}
                  only={quiz.questions.length === 1}
                  onChange={(next) =>
                    change({
                      questions: next
                        ? quiz.questions.with(at, next)
                        : quiz.questions.filter(({ id: other }) => other !== question.id),
                    })
                  }
                />
              </li>
            ))}
          </ol>
          <div className="is-whole">
            <Button
              icon={<Plus size={16} strokeWidth={1.75} />}
              disabled={quiz.questions.length >= 60}
              onClick={() => change({ questions: [...quiz.questions, fresh(quiz.questions)] })}
            >
              {t('pages.quiz.addQuestion')}
            </Button>
          </div>
        </>
      ) : (
        <div className="is-whole">
          <Button
            icon={<Plus size={16} strokeWidth={1.75} />}
            onClick={() => set({ quiz: { pass: 80, questions: [fresh([])] } })}
          >
            {t('pages.quiz.add')}
          </Button>
        </div>
      )}
      {quiz && (
        <div className="is-whole">
          <Button danger onClick={() => set({ quiz: undefined })}>
            {t('pages.quiz.remove')}
          </Button>
        </div>
      )}
    </div>
  );

  function fresh(others: Question[]): Question {
    const option = (one: string) => ({ id: one, text: { zh: t('pages.quiz.option') } });
    return { id: free('q', others), ask: { zh: t('pages.quiz.question') }, options: [option('a'), option('b')] };
  }
}

/** `q1`, `q2`, …: the first that nothing has. */
function free(letter: string, others: { id: string }[]): string {
  for (let n = 1; ; n++) if (!others.some(({ id }) => id === `${letter}${n}`)) return `${letter}${n}`;
}

type QuestionProps = {
  at: number;
  question: Question;
  only: boolean;
  onChange: (question: Question | undefined) => void;
};
function OneQuestion({ at, question, only, onChange }: QuestionProps): ReactNode {
  const { t } = useWords();
  const n = at + 1;
  const { ask, options, why } = question;
  return (
    <fieldset>
      <legend>
        {t('pages.quiz.nth', { n })}
        {!only && (
          <button
            type="button"
            className="act"
            aria-label={t('pages.quiz.takeOut', { n })}
            onClick={() => onChange(undefined)}
          >
            <X size={16} strokeWidth={1.75} />
          </button>
        )}
      </legend>
      <Both label={t('pages.quiz.nth', { n })} value={ask} onChange={(next) => onChange({ ...question, ask: next })} />
      {options.map((option, place) => {
        const letter = String.fromCharCode(65 + place);
        const put = (next: Question['options'][number]): void =>
          onChange({ ...question, options: options.with(place, next) });
        return (
          <div className="quiz-option" key={option.id}>
            <Checkbox
              aria-label={t('pages.quiz.isRight', { letter })}
              checked={option.right === true}
              onChange={({ target }) => {
                const { right: _, ...rest } = option;
                put(target.checked ? { ...rest, right: true } : rest);
              }}
            >
              {letter}
            </Checkbox>
            <Both label={`${n} ${letter}`} value={option.text} onChange={(text) => put({ ...option, text })} />
            <button
              type="button"
              className="act"
              disabled={options.length <= 2}
              aria-label={t('pages.quiz.takeOutOption', { letter })}
              onClick={() => onChange({ ...question, options: options.filter((_, index) => index !== place) })}
            >
              <X size={16} strokeWidth={1.75} />
            </button>
          </div>
        );
      })}
      <Button
        size="small"
        disabled={options.length >= 8}
        icon={<Plus size={14} strokeWidth={1.75} />}
        onClick={() =>
          onChange({
            ...question,
            options: [...options, { id: free('o', options), text: { zh: t('pages.quiz.option') } }],
          })
        }
      >
        {t('pages.quiz.addOption')}
      </Button>
      <Checkbox
        checked={why !== undefined}
        onChange={({ target }) => {
          const { why: _, ...rest } = question;
          onChange(target.checked ? { ...rest, why: { zh: t('pages.quiz.why') } } : rest);
        }}
      >
        {t('pages.quiz.tellWhy')}
      </Checkbox>
      {why && (
        <Both label={t('pages.quiz.why')} value={why} onChange={(next) => onChange({ ...question, why: next })} />
      )}
    </fieldset>
  );
}

/** In both languages; Chinese is never empty. */
function Both({
  label,
  value,
  onChange,
}: {
  label: string;
  value: Words;
  onChange: (value: Words) => void;
}): ReactNode {
  const { t } = useWords();
  return (
    <div className="quiz-both">
      <Input
        aria-label={label}
        value={value.zh}
        maxLength={300}
        onChange={({ target }) => target.value && onChange({ ...value, zh: target.value })}
      />
      <Input
        aria-label={`${label} · ${t('pages.editor.english')}`}
        placeholder={t('pages.editor.english')}
        value={value.en ?? ''}
        maxLength={300}
        onChange={({ target }) => onChange({ zh: value.zh, ...(target.value && { en: target.value }) })}
      />
    </div>
  );
}
