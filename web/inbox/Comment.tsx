// A word beside the form: it goes with the submission, and the story tells it.
import { Input } from 'antd';
import { MessageSquarePlus } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useWords } from '../words/useWords.ts';

/** `open`: it is what is asked for. */
type Props = { open: boolean; value: string; onChange: (text: string) => void };

export function Comment({ open: asked, value, onChange }: Props): ReactNode {
  const { t } = useWords();
  const [opened, setOpen] = useState(false);
  const open = opened || asked;
  if (!open && !value)
    return (
      <button type="button" className="link" onClick={() => setOpen(true)}>
        <MessageSquarePlus size={14} strokeWidth={1.75} aria-hidden="true" /> {t('task.say')}
      </button>
    );
  return (
    <Input.TextArea
      autoFocus={opened}
      value={value}
      maxLength={2_000}
      aria-label={t('task.comment')}
      placeholder={t('task.comment')}
      autoSize={{ minRows: 2, maxRows: 6 }}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
