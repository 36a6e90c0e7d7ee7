import { type ComponentChildren, createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';

const NowContext = createContext(0);
const everyMs = 15_000;

/** One clock for everything that says how long ago something was. */
export function NowProvider({ children }: { children: ComponentChildren }) {
  const [ticks, setTicks] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTicks((before) => before + 1), everyMs);
    return () => clearInterval(timer);
  }, []);
  return <NowContext.Provider value={ticks}>{children}</NowContext.Provider>;
}

/** Milliseconds since 1970; the component is drawn again every 15 s. */
export function useNow(): number {
  useContext(NowContext);
  return Date.now();
}
