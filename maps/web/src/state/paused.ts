/** What is typed, told once the hand rests. */

import { useEffect, useState } from 'react';

export function usePaused<T>(value: T, pauseMs = 180): T {
  const [paused, setPaused] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => setPaused(value), pauseMs);
    return () => window.clearTimeout(timer);
  }, [value, pauseMs]);
  return paused;
}
