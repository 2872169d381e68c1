// A word beside the form: it goes with the submission, and the story tells it. What one says often is one click away.
import { Input } from 'antd';
import { MessageSquarePlus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { listed } from '../../words/say.ts';
import { Phrases } from '../typed/Phrases.tsx';
import { useWords } from '../words/useWords.ts';

/** `open`: it is what is asked for; `needed`: what cannot be said without it. */
type Props = { open: boolean; needed?: string[]; value: string; onChange: (text: string) => void };

export function Comment({ open: asked, needed = [], value, onChange }: Props): ReactNode {
  const { t, language } = useWords();
  const [opened, setOpen] = useState(false);
  const open = opened || asked;
  if (!open && !value)
    return (
      <button type="button" className="link" onClick={() => setOpen(true)}>
        <MessageSquarePlus size={14} strokeWidth={1.75} aria-hidden="true" /> {t('task.say')}
      </button>
    );
  return (
    <div className="comment">
      <Input.TextArea
        autoFocus={opened}
        value={value}
        maxLength={2_000}
        aria-label={t('task.comment')}
        placeholder={t('task.comment')}
        autoSize={{ minRows: 2, maxRows: 6 }}
        onChange={(event) => onChange(event.target.value)}
      />
      <Phrases text={value} onText={onChange} />
      {needed.length > 0 && <p className="field-help">{t('task.opinionFor', { verbs: listed(needed, language) })}</p>}
    </div>
  );
}
