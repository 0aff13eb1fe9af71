/** Cases move under other hands: what is shown of them is read anew when it is opened, and when the page is looked at again. */

import { useEffect, useState } from 'react';
import { refresh } from '../state/loading.ts';

/** A part of a key that is new with every opening. */
export function useFresh(): number {
  const [opening] = useState(Date.now);
  useEffect(() => {
    const look = () => document.visibilityState === 'visible' && refresh('naming:');
    document.addEventListener('visibilitychange', look);
    window.addEventListener('focus', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      window.removeEventListener('focus', look);
    };
  }, []);
  return opening;
}
