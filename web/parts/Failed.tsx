// What happened, what was kept, what to do next: in place, with one button.
import { Button } from 'antd';
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { asRefusal } from '../reach/client.ts';
import { useWords } from '../words/useWords.ts';

type Props = { error: unknown; title?: string; kept?: string; onAgain?: (() => void) | undefined };

export function Failed({ error, title, kept, onAgain }: Props): ReactNode {
  const { t } = useWords();
  const refusal = asRefusal(error);
  const offline = refusal.code === 'offline';
  const broken = refusal.code === 'broken';
  const heads = offline ? t('failed.offline') : broken ? t('failed.broken') : refusal.title;
  const hint = offline ? t('failed.offlineHint') : broken ? t('failed.brokenHint') : refusal.detail;
  return (
    <div className="failed" role="alert">
      <CircleAlert size={16} strokeWidth={1.75} aria-hidden="true" />
      <div>
        <strong>{title ? `${title}${t('failed.colon')}${heads}` : heads}</strong>
        <p>
          {hint} {kept}
        </p>
      </div>
      {onAgain && (
        <Button size="small" onClick={onAgain}>
          {t('failed.again')}
        </Button>
      )}
    </div>
  );
}
