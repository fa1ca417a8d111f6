import { useEffect, useState } from "react";
import { ago, moment } from "@/lib/format";

/** "5 min ago", with the exact time on hover; grows older by itself. */
export function Ago({ at, none = "never" }: { at: string | null | undefined; none?: string }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  if (!at) return <span>{none}</span>;
  return (
    <time dateTime={at} title={moment(at)}>
      {ago(at, now)}
    </time>
  );
}
