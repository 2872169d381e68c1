// Nothing for 300 ms: what is quick never flickers.
import { type ReactNode, useEffect, useState } from 'react';

export function Later({ children }: { children: ReactNode }): ReactNode {
  const [due, setDue] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setDue(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return due ? children : null;
}
