/** The questions of a page as one quiz: answered, explained and scored in the page, kept in this browser. */

import { element } from "../dom.ts";
import { keep, kept } from "./memory.ts";
import {
  allRight,
  type Answer,
  placed,
  read,
  score,
  standing,
  UNANSWERED,
  written,
} from "./quiz_answer.ts";

/** Turns the static questions into forms; the solutions leave the page until they are asked for. */
export function startQuiz(): void {
  const sections = [...document.querySelectorAll<HTMLElement>("section.gdsim-quiz")];
  const last = sections[sections.length - 1];
  if (!last) return;
  const questions: Question[] = [];
  const end = new End(() => questions.forEach((question) => question.again()));
  const changed = () => {
    const answers = questions.map(({ answer }) => answer);
    const attempted = answers.filter(({ tries }) => tries > 0).length;
    for (const question of questions) question.place(attempted);
    end.show(questions);
  };
  for (const [index, section] of sections.entries()) {
    questions.push(new Question(section, `${index + 1} of ${sections.length}`, changed));
  }
  if (sections.length > 1) last.after(end.element);
  changed();
}

class Question {
  answer: Answer;
  readonly #memory: string;
  readonly #options: readonly HTMLElement[];
  readonly #right: readonly boolean[];
  readonly #solution: HTMLElement;
  readonly #number: number;
  readonly #tolerance: number;
  readonly #inputs: HTMLInputElement[] = [];
  readonly #whys: HTMLElement[] = [];
  readonly #check = element("button", { type: "submit", class: "gdsim-button-wide" }, "Check");
  readonly #again = element("button", { type: "button", class: "gdsim-button-wide" }, "Try again");
  readonly #show = element(
    "button",
    { type: "button", class: "gdsim-button-wide" },
    "Show the answer",
  );
  readonly #verdict = element("p", { class: "gdsim-verdict", role: "status", tabindex: "-1" });

  constructor(
    readonly section: HTMLElement,
    readonly number: string,
    readonly changed: () => void,
  ) {
    this.#solution = section.querySelector<HTMLElement>(".gdsim-solution")!;
    this.#solution.querySelector("summary")?.remove();
    this.#options = [...section.querySelectorAll<HTMLElement>(".gdsim-options > li")];
    const explained = [...this.#solution.querySelectorAll<HTMLElement>(":scope > ol > li")];
    this.#right = explained.map((item) => item.hasAttribute("data-correct"));
    this.#whys = explained.map((item) =>
      element("div", { class: "gdsim-why" }, ...item.childNodes)
    );
    if (!explained.length) this.#whys.push(element("div", { class: "gdsim-why" }));
    const data = this.#solution.querySelector("data");
    this.#number = Number(data?.value);
    this.#tolerance = Number(data?.dataset["tolerance"]);
    this.#memory = `quiz.${section.dataset["page"]}#${section.dataset["digest"]}`;
    this.answer = read(kept(this.#memory), this.#options.length);
    this.#solution.replaceWith(this.#form());
    section.querySelector(".gdsim-options")?.remove();
    this.#draw();
  }

  /** Forgets the answer. */
  again(): void {
    this.#take(UNANSWERED);
  }

  /** Says which question this is and how many were attempted. */
  place(attempted: number): void {
    const place = this.section.querySelector(".gdsim-quiz-place")!;
    place.textContent = `Question ${this.number} · ${attempted} attempted`;
  }

  get #kind(): string {
    return this.section.dataset["kind"] ?? "one";
  }

  #form(): HTMLFormElement {
    const question = this.section.querySelector(".gdsim-question")!;
    question.id = `${this.section.id}-words`;
    const role = this.#kind === "one" ? "radiogroup" : "group";
    const choices = element("div", {
      class: "gdsim-choices",
      role,
      "aria-labelledby": question.id,
    });
    choices.append(...(this.#kind === "number" ? [this.#field()] : this.#choices()));
    const actions = element(
      "div",
      { class: "gdsim-actions" },
      this.#check,
      this.#again,
      this.#show,
    );
    const form = element("form", { class: "gdsim-quiz-form", novalidate: "" });
    form.append(choices, actions, this.#verdict);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this.#check.hidden) this.#attempt();
    });
    form.addEventListener("input", () => this.#reopen());
    this.#again.addEventListener("click", () => {
      this.again();
      this.#inputs[0]?.focus();
    });
    this.#show.addEventListener("click", () => {
      this.#take({ ...this.answer, right: true, shown: true });
      this.#verdict.focus();
    });
    return form;
  }

  #choices(): HTMLElement[] {
    const type = this.#kind === "one" ? "radio" : "checkbox";
    return this.#options.map((option, index) => {
      const input = element("input", { type, name: this.section.id, value: String(index) });
      this.#inputs.push(input);
      const words = element("span", {}, ...option.childNodes);
      return element("div", { class: "gdsim-choice" }, element("label", {}, input, words));
    });
  }

  #field(): HTMLElement {
    const input = element("input", { type: "number", step: "any", name: this.section.id });
    this.#inputs.push(input);
    const label = element(
      "label",
      { class: "gdsim-typed" },
      element("span", {}, "Your answer"),
      input,
    );
    return element("div", { class: "gdsim-choice" }, label);
  }

  #attempt(): void {
    const chosen = this.#kind === "number"
      ? []
      : this.#inputs.flatMap((input, index) => input.checked ? [index] : []);
    const typed = this.#kind === "number" ? this.#inputs[0]!.value : "";
    const place = this.#kind === "number" ? this.#placed(typed) : "";
    if (place === "none" || (place === "" && !chosen.length)) {
      this.#verdict.textContent = place
        ? "Write a number, such as 0.036 or 5e-5."
        : "Choose an answer first.";
      return;
    }
    const right = place ? place === "right" : allRight(chosen, this.#right);
    this.#take({ chosen, typed, tries: this.answer.tries + 1, right, shown: false });
    this.#verdict.focus();
  }

  #placed(typed: string): "right" | "low" | "high" | "none" {
    return placed(typed, this.#number, this.#tolerance);
  }

  /** A change after a wrong answer begins the next try. */
  #reopen(): void {
    this.#verdict.textContent = "";
    if (!this.answer.right) this.#explain([]);
    this.#show.hidden = true;
    this.#check.hidden = false;
  }

  #take(answer: Answer): void {
    this.answer = answer;
    keep(this.#memory, written(answer));
    this.#draw();
    this.changed();
  }

  #draw(): void {
    const { chosen, typed, tries, right, shown } = this.answer;
    const number = this.#kind === "number";
    for (const [index, input] of this.#inputs.entries()) {
      input.disabled = right;
      if (number) input.value = typed;
      else input.checked = shown ? this.#right[index]! : chosen.includes(index);
    }
    this.#check.hidden = tries > 0;
    this.#again.hidden = !tries;
    this.#show.hidden = !tries || right;
    this.#verdict.textContent = tries ? this.#words() : "";
    this.#verdict.dataset["right"] = String(right && !shown);
    this.#explain(!tries ? [] : right ? this.#whys.map((_, index) => index) : number ? [] : chosen);
  }

  #words(): string {
    const { typed, right, shown } = this.answer;
    if (shown) return "Here is the answer.";
    if (right) return "Right.";
    if (this.#kind === "number") {
      return `Not this: your number is too ${this.#placed(typed) === "low" ? "small" : "large"}.`;
    }
    const missing = this.#right.some((is, index) => is && !this.answer.chosen.includes(index));
    const extra = this.answer.chosen.some((index) => !this.#right[index]);
    return extra
      ? "Not this. Read why, then try again."
      : missing
      ? "Right so far, but not all."
      : "";
  }

  /** Puts the explanations of these options below them, and takes the others out of the page. */
  #explain(indices: readonly number[]): void {
    for (const [index, why] of this.#whys.entries()) {
      const choice = this.#inputs[index]!.closest(".gdsim-choice")!;
      if (!indices.includes(index)) {
        why.remove();
        choice.removeAttribute("data-verdict");
        continue;
      }
      if (this.#kind === "number" && !why.firstChild) why.append(...this.#solution.childNodes);
      choice.append(why);
      if (this.#kind !== "number") {
        choice.setAttribute("data-verdict", this.#right[index] ? "right" : "wrong");
      }
    }
  }
}

/** Below the last question: the score, the review, and the way to start over. */
class End {
  readonly #score = element("p", { class: "gdsim-score", role: "status" });
  readonly #review = element("ol");
  readonly element: HTMLElement;

  constructor(again: () => void) {
    const over = element("button", { type: "button", class: "gdsim-button-wide" }, "Start over");
    over.addEventListener("click", again);
    const review = element("details", { class: "gdsim-details" }, element("summary", {}, "Review"));
    review.append(this.#review);
    this.element = element("section", { class: "gdsim-quiz-end", "aria-label": "Your answers" });
    this.element.append(this.#score, review, over);
  }

  show(questions: readonly Question[]): void {
    this.#score.textContent = score(questions.map(({ answer }) => answer));
    this.#review.replaceChildren(...questions.map(({ section, answer }, index) => {
      const link = element("a", { href: `#${section.id}` }, `Question ${index + 1}`);
      return element("li", {}, link, `: ${standing(answer)}`);
    }));
    this.element.hidden = questions.every(({ answer }) => !answer.tries);
  }
}
