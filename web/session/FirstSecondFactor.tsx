// The shop asks managers for a second step: it is turned on before anything else.
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { type ReactNode, useState } from 'react';
import { useWords } from '../words/useWords.ts';
import { Entrance } from './Entrance.tsx';
import { SecondFactor } from './SecondFactor.tsx';
import { useSignOut } from './useSignOut.ts';

export function FirstSecondFactor(): ReactNode {
  const { t } = useWords();
  const queries = useQueryClient();
  const signOut = useSignOut();
  const [open, setOpen] = useState(false);
  return (
    <Entrance>
      <section>
        <h1>{t('access.first')}</h1>
        <p className="quiet">{t('access.firstHint')}</p>
        <Button type="primary" size="large" block onClick={() => setOpen(true)}>
          {t('access.on')}
        </Button>
        <Button type="text" block onClick={signOut}>
          {t('me.signOut')}
        </Button>
        {open && (
          <SecondFactor
            on={false}
            onClose={() => {
              setOpen(false);
              void queries.resetQueries();
            }}
          />
        )}
      </section>
    </Entrance>
  );
}
