/** From what a player shows to the fragment of an address, and back as far as that exists. */

import { linkOf } from "./aim.ts";
import {
  epochIn,
  formatLink,
  formatRival,
  type Link,
  runFields,
  type RunLink,
} from "./permalink.ts";
import type { Session } from "./session.ts";
import type { Stage } from "./stage.ts";
import type { Transport } from "./transport.ts";
import type { Views } from "./view_list.ts";
import { viewpoint } from "./views/camera.ts";

/** What a link speaks of. */
export interface Linked {
  readonly figure: HTMLElement;
  readonly session: Session;
  readonly stage: Stage;
  readonly transport: Transport;
  showViews(names: readonly string[]): string;
  readonly views: Views;
}

/** The fragment that leads back to what is on screen. */
export function fragmentOf({ figure, session, stage, transport, views }: Linked): string {
  const { grounds, shown, rivals } = session;
  return formatLink(figure.id, {
    sweep: grounds.sweep.name,
    ...runFields(linkOf(shown.aim)),
    epoch: transport.epoch,
    views: views.changed?.join(","),
    camera: stage.camera ?? undefined,
    race: rivals.map(({ aim }) => formatRival(linkOf(aim))).join(";") || undefined,
  });
}

/** Opens with what the page asks for: a run, and rivals in a race. */
export async function openAsWritten({ figure, session }: Linked): Promise<void> {
  await session.open(entryOf(session, figure.dataset.run ?? ""), null);
  const rivals = rivalsOf(figure);
  if (rivals.length) await session.setRivals(rivals);
}

/** Shows what a link asks for, clamped to what exists, with words about what does not. */
export async function follow(link: Link, player: Linked): Promise<void> {
  const { figure, session, stage, transport, views } = player;
  const { sweep } = session.grounds;
  const notes = [...link.notes];
  if (link.sweep !== undefined && link.sweep !== sweep.name) {
    notes.push("the link is of another sweep");
  }
  await session.open(session.shown?.aim.entry ?? entryOf(session, figure.dataset.run ?? ""), link);
  notes.push(transport.state.note);
  const whole = link.run !== undefined; // what a whole link does not name is not there
  const rivals = link.race ?? (whole ? [] : null);
  if (rivals && (rivals.length || session.rivals.length)) {
    await session.setRivals(rivals);
    notes.push(transport.state.note);
  }
  if (link.views || whole) notes.push(player.showViews(link.views ?? views.chosen));
  if (link.camera !== undefined || whole) stage.camera = link.camera ?? null;
  if (link.camera && !viewpoint(link.camera)) notes.push("the link's camera cannot be read");
  const { epochs } = transport.state;
  const { epoch, note } = epochIn(link, epochs[epochs.length - 1]!);
  const said = [...new Set([...notes, note])].filter(Boolean).join("; ");
  await transport.act(
    epoch === undefined
      ? { type: "say", note: said }
      : { type: "seek", epoch, ...(said && { note: said }) },
  );
  figure.scrollIntoView({ block: "nearest" });
}

function entryOf({ grounds: { sweep } }: Session, id: string) {
  return sweep.runs.find((run) => run.id === id) ?? sweep.runs[0]!;
}

/** The runs of a race that the page names, without the one on screen. */
export function rivalsOf({ dataset: { race, run } }: HTMLElement): RunLink[] {
  const ids: unknown = race ? JSON.parse(race) : [];
  if (!Array.isArray(ids)) return [];
  return ids.filter((id) => id !== run).map((id) => ({ run: String(id) }));
}
