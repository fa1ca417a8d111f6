import type { KeyboardEvent } from "react";

/** Arrow keys walk from flow to flow; in the grid, up and down go by rows. */
export function moveFocus(event: KeyboardEvent<HTMLUListElement>, grid: boolean): void {
  const links = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>("a[data-flow]")];
  const at = links.indexOf(document.activeElement as HTMLAnchorElement);
  if (at < 0) return;
  const columns = grid ? columnsOf(links) : 1;
  const target = { ArrowDown: at + columns, ArrowUp: at - columns, ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: links.length - 1 }[event.key];
  const link = target === undefined ? undefined : links[target];
  if (!link) return;
  event.preventDefault();
  link.focus();
}

function columnsOf(links: HTMLElement[]): number {
  const top = links[0]?.closest("li")?.offsetTop;
  const second = links.findIndex((link) => link.closest("li")?.offsetTop !== top);
  return second < 0 ? links.length : second;
}
