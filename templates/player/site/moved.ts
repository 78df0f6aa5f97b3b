/** The page of an old name: what its address says after # is for the new one, and a refresh would drop it. */

export function startMoved(): void {
  const moved = document.querySelector('meta[http-equiv="refresh"]');
  const target = document.querySelector<HTMLAnchorElement>("main a[href]");
  if (moved && target && location.hash) location.replace(target.href + location.hash);
}
