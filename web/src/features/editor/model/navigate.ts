/** Moving between nodes with the arrow keys: the nearest one that lies in that direction. */
import type { Point } from "./types";

export type Direction = "left" | "right" | "up" | "down";

export interface Spot extends Point {
  id: string;
}

export function neighbour(from: Spot, spots: readonly Spot[], direction: Direction): string | null {
  const along = direction === "left" || direction === "right" ? "x" : "y";
  const across = along === "x" ? "y" : "x";
  const sign = direction === "right" || direction === "down" ? 1 : -1;
  let best: { id: string; cost: number } | null = null;
  for (const spot of spots) {
    const ahead = (spot[along] - from[along]) * sign;
    if (spot.id === from.id || ahead <= 1) continue;
    const aside = Math.abs(spot[across] - from[across]);
    const cost = ahead + aside * 2;
    if (aside <= ahead * 3 && (!best || cost < best.cost)) best = { id: spot.id, cost };
  }
  return best?.id ?? null;
}

/** Reading order, for the first node and for stepping through all of them. */
export const inReadingOrder = (spots: readonly Spot[]): Spot[] => [...spots].sort((a, b) => a.x - b.x || a.y - b.y);
