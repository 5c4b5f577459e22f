// Run by `node --test` from tests/doors/field/test_app.py: what needs no browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Schema, Task } from "./contract.ts";
import { given, groupsOf, hasUsual, questionsOf, shown, startOf, usual, wrongs } from "./form.ts";
import { byBuilding, news, overlaid, returned, toDo } from "./list.ts";
import { drawn, keyOf, seal, unseal } from "./seal.ts";

const FORM: Schema = {
  required: ["right", "left", "tried"],
  properties: {
    right: { type: "boolean", ui: { group: "clears" } },
    left: { type: "boolean", ui: { group: "clears" } },
    because: { type: "string", maxLength: 5, default: "", ui: { group: "clears", when_no: "clears" } },
    number: { type: "string", default: "", ui: { when_yes: "right" } },
    asked: { $ref: "#/$defs/NothingAsked", ui: { group: "asked" } },
    warm: { anyOf: [{ type: "number", minimum: 34, maximum: 43 }, { type: "null" }], default: null, ui: { group: "health" } },
    tried: { type: "array", minItems: 1, items: { enum: ["phone", "door"] } },
    how: { enum: ["1", "2"], default: "2" },
    where: { type: "string", default: "", ui: { needed_if: { how: "1" } } },
    people: { type: "array", items: { $ref: "#/$defs/Person" }, ui: { group: "people" } },
  },
  $defs: { Person: { required: ["name"], properties: { name: { type: "string" }, phone: { type: "string", default: "" } } } },
};
const ASKED: Schema = { properties: { fever: { anyOf: [{ type: "boolean" }, { type: "null" }] } } };
const questions = questionsOf(FORM, ASKED);

function door(id: number, more: Partial<Task> = {}): Task {
  return { id, status: "open", building: "", address: "", due_at: "2026-11-26T10:00:00+08:00", ...more } as Task;
}

test("questions come from the schema, what is rarely needed is folded", () => {
  assert.deepEqual(questions.map((one) => one.asking), ["yes_no", "yes_no", "text", "text", "yes_no", "number", "many", "choice", "text", "people"]);
  assert.deepEqual(groupsOf(questions).map((group) => `${group.name}${group.folded ? " folded" : ""}`), ["clears", "asked", "people", "", "health folded"]);
  assert.deepEqual(startOf(questions), { how: "2" });
});

test("the usual outcome answers every required yes-or-no, each for itself", () => {
  assert.ok(hasUsual(questions));
  assert.deepEqual(given(questions, usual(questions, startOf(questions))), { right: true, left: true, how: "2" });
});

test("an explanation is asked for and insisted on where something is not in order", () => {
  const because = questions.find((one) => one.name === "because")!;
  assert.equal(shown(because, questions, { right: true }), false);
  assert.equal(shown(because, questions, { right: false }), true);
  assert.equal(wrongs(questions, { right: false, left: true, tried: ["door"] }).get("because")?.code, "because_missing");
});

test("what another answer asks for may not stay open", () => {
  assert.equal(wrongs(questions, { right: true, left: true, tried: ["door"], how: "2" }).size, 0);
  assert.deepEqual([...wrongs(questions, { right: true, left: true, tried: ["door"], how: "1" }).keys()], ["where"]);
});

test("all that is wrong is said at once, by the place of the answer", () => {
  const found = wrongs(questions, { left: false, because: "too long a text", warm: "50", people: [{ phone: "1" }] });
  const codes = { right: "missing", because: "string_too_long", warm: "less_than_equal", tried: "too_short", "people.0.name": "missing" };
  assert.deepEqual(Object.fromEntries([...found].map(([at, one]) => [at, one.code])), codes);
});

test("what is not asked as things stand is not sent", () => {
  const answers = { right: false, left: false, because: " no ", number: "A1", asked: { fever: false }, tried: [], people: [{ name: "", phone: "" }] };
  assert.deepEqual(given(questions, answers), { right: false, left: false, because: "no", asked: { fever: false } });
});

test("what waits in the outbox lies over what the server said", () => {
  const tasks = [door(1), door(2, { status: "returned", return_opened: false }), door(3, { status: "claimed", mine: true })];
  const pending = [
    { task: 1, kind: "report" as const, state: "waiting" },
    { task: 2, kind: "open_return" as const, state: "sent" },
    { task: 3, kind: "unclaim" as const, state: "refused" },
  ];
  const list = overlaid(tasks, pending);
  assert.deepEqual(toDo(list).map((task) => task.id), [2, 3]);
  assert.equal(returned(list)[0]?.return_opened, true);
  assert.equal(list[2]?.status, "claimed");
});

test("doors go by building and floor, numbers as numbers, those without a building last", () => {
  const at = (id: number, building: string, room: string) => door(id, { building, address: building + room });
  const found = byBuilding(overlaid([at(1, "12栋", "101"), at(2, "2栋", "1001"), at(3, "", "路边"), at(4, "2栋", "101")], []));
  assert.deepEqual(found.map((one) => [one.name, ...one.tasks.map((task) => task.id)]), [["2栋", 4, 2], ["12栋", 1], ["", 3]]);
});

test("the arrival of a slot is one number", () => {
  const before = [door(1), door(2)];
  assert.deepEqual(news(before, [door(1), door(2, { status: "returned" }), ...Array.from({ length: 40 }, (_, n) => door(n + 3))]), { doors: 40, back: 1 });
});

test("a sealed value opens with its PIN, at its place, and else not at all", async () => {
  const salt = drawn(16);
  const key = await keyOf("271828", salt, 1000);
  const sealed = await seal(key, "list", { name: "甲" });
  assert.deepEqual(await unseal(key, "list", sealed), { name: "甲" });
  await assert.rejects(unseal(key, "outbox", sealed));
  await assert.rejects(unseal(await keyOf("271829", salt, 1000), "list", sealed));
});
