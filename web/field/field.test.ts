// Run by `node --test` from tests/doors/field/test_app.py: what needs no browser.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Schema, Task } from "./contract.ts";
import { given, groupsOf, hasUsual, questionsOf, shown, startOf, usual, wrongs } from "./form.ts";
import { drawn as drawnMap, wayTo } from "./map.ts";
import { matching } from "./places.ts";
import { byBuilding, news, overlaid, returned, toDo } from "./list.ts";
import { drawn, keyOf, seal, unseal } from "./seal.ts";

const FORM: Schema = {
  required: ["right", "left", "tried"],
  properties: {
    right: { type: "boolean", ui: { group: "clears", usual: true } },
    left: { type: "boolean", ui: { group: "clears", usual: true, doubt: "address" } },
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

test("the usual outcome answers what is usually yes, each for itself, and never what the list leaves in doubt", () => {
  assert.ok(hasUsual(questions));
  const sure = door(1, { address: "1栋101" });
  assert.deepEqual(given(questions, usual(questions, startOf(questions), sure)), { right: true, left: true, how: "2" });
  for (const doubtful of [{ ...sure, flagged: true }, door(1)]) {
    assert.deepEqual(given(questions, usual(questions, startOf(questions), doubtful)), { right: true, how: "2" });
  }
});

test("proof is asked for only where an answer calls for it, and then insisted on", () => {
  const form: Schema = { properties: { attempts: { enum: ["1", "3"] } } };
  const proofs: Schema = { properties: { slip: { type: "string", ui: { proof: "photo", needed_if: { attempts: "3" } } }, always: { type: "string", ui: { proof: "position" } } } };
  const asked = questionsOf(form, undefined, proofs);
  assert.equal(shown(asked[1]!, asked, { attempts: "1" }), false);
  assert.deepEqual([...wrongs(asked, { attempts: "1" }).keys()], ["always"]);
  assert.equal(wrongs(asked, { attempts: "3" }).get("slip")?.code, "proof_missing");
  assert.equal(wrongs(asked, { attempts: "3", slip: "not_possible", always: "not_possible" }).size, 0);
});

test("the map has every door once: at its place, in its grid, or apart", () => {
  const ring: [number, number][] = [[114, 23], [114.01, 23], [114.01, 23.01], [114, 23.01]];
  const grids = [{ area: "441302001001001000", name: "甲", rings: [ring] }];
  const here = { area: "441302001001001002", at: [114.005, 23.005] as [number, number], building: "6栋", near: "翠美园" };
  const doors = overlaid([door(1, here), door(2, here), door(3, { ...here, at: null }), door(4, { area: "441302001001002000", at: null })], []);
  const picture = drawnMap(grids, doors)!;
  assert.deepEqual(picture.spots.map((spot) => [spot.name, spot.tasks.length]), [["翠美园", 2]]);
  assert.deepEqual([picture.grids[0]!.without, picture.nowhere.length], [1, 2]);
  assert.ok(picture.spots[0]!.x > 0 && picture.spots[0]!.x < 360 && picture.spots[0]!.y < picture.height);
  assert.equal(drawnMap([], doors), null);
});

test("the way to a door tells the map the building, and neither the room nor a name", () => {
  const known = overlaid([door(1, { name: "王甲", building: "6栋", address: "翠美园6栋101", at: [114.1, 23.1] })], [])[0]!;
  assert.equal(wayTo(known, false), `geo:23.1,114.1?q=${encodeURIComponent("翠美园6栋")}`);
  assert.equal(wayTo({ ...known, at: null }, false), `geo:0,0?q=${encodeURIComponent("翠美园6栋")}`);
  assert.equal(wayTo({ ...known, at: null }, true), `maps:?q=${encodeURIComponent("翠美园6栋")}`);
});

test("a door goes to the villages of the own town, or to those whose name holds every word", () => {
  const all = [["441302001001", "惠城区 桥东街道 东湖"], ["441302001002", "惠城区 桥东街道 西湖"], ["441322001001", "博罗县 罗阳街道 东门"]].map(([code, label]) => ({ code: code!, name: "", label: label! }));
  assert.deepEqual(matching(all, "", "441302001001001000").map((place) => place.code), ["441302001002"]);
  assert.deepEqual(matching(all, "博罗 东", "441302001001001000").map((place) => place.code), ["441322001001"]);
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
