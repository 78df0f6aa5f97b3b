/** Any rendered scene: its video, sought to the frame of the moment. */

import { indexAtMost } from "../state.ts";
import type { Ground, Moment, View } from "./view.ts";

export class VideoView implements View {
  readonly element: HTMLElement;
  readonly #scene: string;
  readonly #words: HTMLElement;
  #fps = 24;
  #ground: Ground | null = null;
  #video: HTMLVideoElement | null = null;
  /** Takes the place of `#video` once it shows the frame asked for. */
  #next: HTMLVideoElement | null = null;
  #wanted = 0;
  #working: Promise<void> | null = null;

  constructor(element: HTMLElement, scene: string) {
    this.element = element;
    this.#scene = scene;
    this.#words = document.createElement("p");
    this.#words.className = "gdsim-view-words";
    element.append(this.#words);
  }

  set fps(fps: number) {
    this.#fps = fps;
  }

  show(ground: Ground): void {
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
    this.#working ??= this.#reach().finally(() => this.#working = null);
    return this.#working;
  }

  async #reach(): Promise<void> {
    for (;;) {
      const video = this.#next ?? this.#video;
      if (!video) return;
      const frame = this.#wanted;
      try {
        await seek(video, (frame + 0.5) / this.#fps);
      } catch {
        if (video === this.#next) this.#fail();
        if (!this.#next) return;
        continue;
      }
      if (video === this.#next) this.#swap(video);
      else if (this.#next) continue;
      if (frame === this.#wanted) return;
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
    this.element.classList.toggle("gdsim-view-silent", words !== "");
  }
}

function drop(video: HTMLVideoElement): void {
  video.removeAttribute("src");
  video.load();
  video.remove();
}

/** Resolves when the frame at `time` is on screen. */
async function seek(video: HTMLVideoElement, time: number): Promise<void> {
  if (video.readyState < HTMLMediaElement.HAVE_METADATA) await event(video, "loadedmetadata");
  if (video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && video.currentTime === time) return;
  const sought = event(video, "seeked");
  video.currentTime = time;
  await sought;
}

function event(video: HTMLVideoElement, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    video.addEventListener(name, () => resolve(), { once: true });
    video.addEventListener("error", () => reject(new Error("video")), { once: true });
    if (video.error) reject(new Error("video"));
  });
}
