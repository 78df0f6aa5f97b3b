/** Any rendered scene: its video, sought to the frame of the moment. */

import { indexAtMost } from "../state.ts";
import type { Ground, Moment, View } from "./view.ts";

/** How often and how long to look whether a frame is painted. */
const PAINT_TRIES = 60;
const PAINT_MS = 8;

export class VideoView implements View {
  readonly element: HTMLElement;
  readonly #scene: string;
  readonly #words: HTMLElement;
  readonly #fps: number;
  #ground: Ground | null = null;
  #video: HTMLVideoElement | null = null;
  /** Takes the place of `#video` once it shows the frame asked for. */
  #next: HTMLVideoElement | null = null;
  #wanted = 0;
  #busy = false;
  #working = Promise.resolve();

  constructor(element: HTMLElement, scene: string, fps: number) {
    this.element = element;
    this.#scene = scene;
    this.#fps = fps;
    this.#words = document.createElement("p");
    this.#words.className = "gdsim-view-words";
    element.append(this.#words);
  }

  show([ground]: readonly Ground[]): void {
    if (!ground) return;
    const before = this.#ground;
    this.#ground = ground;
    this.#say("");
    if (ground.live) {
      this.#say("Rendered ahead: choose one of the given starts to see it here.");
      return;
    }
    const url = ground.video(this.#scene);
    if (before && !before.live && url === before.video(this.#scene) && this.#video) return;
    this.#next = this.#make(url);
  }

  refresh(): void {}

  /** Seeks one at a time; moments that pass meanwhile are skipped, the last one is reached. */
  draw(moment: Moment): Promise<void> | void {
    if (!this.#ground || this.#ground.live) return;
    this.#wanted = indexAtMost(this.#ground.trajectory.frame_epoch, moment.epoch);
    if (!this.#busy) this.#working = this.#reach();
    return this.#working;
  }

  async #reach(): Promise<void> {
    this.#busy = true;
    try {
      await this.#chase();
    } finally {
      this.#busy = false;
    }
  }

  async #chase(): Promise<void> {
    for (;;) {
      const video = this.#next ?? this.#video;
      if (!video) return;
      const frame = this.#wanted;
      try {
        await seek(video, (frame + 0.5) / this.#fps);
        // Chromium 156 keeps an older frame on screen for good, about one time in ten, where
        // the next seek comes after "seeked" but before the frame is painted.
        await paint(video, (frame + 0.5) / this.#fps, this.#fps);
      } catch {
        if (video === this.#next) this.#fail();
        if (!this.#next) return;
        continue;
      }
      if (video !== (this.#next ?? this.#video)) continue;
      if (video === this.#next) this.#swap(video);
      if (frame === this.#wanted && !this.#next) return;
    }
  }

  #make(url: string): HTMLVideoElement {
    const video = document.createElement("video");
    video.muted = true;
    video.playsInline = true;
    video.preload = "auto";
    video.tabIndex = -1;
    video.disablePictureInPicture = true;
    video.setAttribute("aria-hidden", "true");
    video.src = url;
    watchPainted(video);
    this.element.prepend(video);
    return video;
  }

  #swap(video: HTMLVideoElement): void {
    for (const old of this.element.querySelectorAll("video")) if (old !== video) drop(old);
    this.#video = video;
    this.#next = null;
  }

  #fail(): void {
    for (const old of this.element.querySelectorAll("video")) drop(old);
    this.#video = this.#next = null;
    this.#say("The video of this view cannot be played.");
  }

  #say(words: string): void {
    this.#words.textContent = words;
    if (words) this.element.setAttribute("aria-label", words);
    this.element.classList.toggle("gdsim-view-silent", words !== "");
  }
}

function drop(video: HTMLVideoElement): void {
  video.removeAttribute("src");
  video.load();
  video.remove();
}

/** Resolves when the video stands at `time`, the middle of a frame. */
async function seek(video: HTMLVideoElement, time: number): Promise<void> {
  if (video.readyState < HTMLMediaElement.HAVE_METADATA) await event(video, "loadedmetadata");
  if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && video.currentTime === time) return;
  const sought = event(video, "seeked");
  video.currentTime = time;
  await sought;
}

/** Resolves at the next such event; one listener at a time, none left behind. */
function event(video: HTMLVideoElement, name: "loadedmetadata" | "seeked"): Promise<void> {
  return new Promise((resolve, reject) => {
    if (video.error) reject(video.error);
    video[`on${name}`] = () => resolve();
    video.onerror = () => reject(video.error);
  });
}

/** The start of the frame last painted, by video; a browser may paint one later than it says "seeked". */
const painted = new WeakMap<HTMLVideoElement, number>();

function watchPainted(video: HTMLVideoElement): void {
  video.requestVideoFrameCallback?.((_, { mediaTime }) => {
    painted.set(video, mediaTime);
    watchPainted(video);
  });
}

/** Resolves when the frame whose middle is `time` is painted; soon at any rate, for a video out of sight. */
async function paint(video: HTMLVideoElement, time: number, fps: number): Promise<void> {
  if (!("requestVideoFrameCallback" in video)) return;
  for (let waited = 0; waited < PAINT_TRIES; waited++) {
    if (Math.abs((painted.get(video) ?? -1) + 0.5 / fps - time) < 0.25 / fps) return;
    await new Promise((resolve) => setTimeout(resolve, PAINT_MS));
  }
}
