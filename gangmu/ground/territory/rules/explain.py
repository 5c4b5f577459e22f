"""The way to an answer as steps: codes and parameters, which pages and the shell put into words."""

from gangmu.ground.territory.rules.lexicon import Lexicon, Sense
from gangmu.ground.territory.rules.locating import Trace
from gangmu.ground.territory.rules.terms import Step

KINDS = {
    "city": "city",
    "units": "county",
    "towns": "town",
    "villages": "village",
    "estates": "estate",
    "road": "road",
    "group": "group",
    "out": "outside",
}


def steps_of(lexicon: Lexicon, raw: str, trace: Trace) -> tuple[Step, ...]:
    """What was read, what spoke for which village, what decided."""
    reading, verdict = trace.reading, trace.verdict
    steps = [Step("read-as", {"text": reading.text})] if reading.text != raw else []
    for token in reading.tokens:
        name = reading.text[token.start : token.end]
        steps.append(Step("found", {"text": name, "kinds": ",".join(_kinds(token.sense))}))
    if reading.out_text:
        steps.append(Step("names-outside", {"text": reading.out_text}))
    if reading.group:
        steps.append(Step("group", {"name": reading.group}))
    for road, house in reading.roads:
        steps.append(Step("road", {"name": road, "number": str(house) if house >= 0 else ""}))
    if trace.guessed:
        towns = [lexicon.towns[town].name for town in sorted(trace.around.towns)]
        steps.append(Step("slips-allowed", {"towns": ",".join(towns)}))
    for scored in trace.scored[:5]:
        village = lexicon.villages[scored.village]
        steps.append(
            Step(
                "weighed",
                {
                    "code": village.code,
                    "town": lexicon.towns[village.town].name,
                    "village": village.name,
                    "score": f"{scored.score:.1f}",
                    "reasons": ",".join(scored.reasons),
                    "doubt": scored.doubt,
                },
            )
        )
    params = {"status": verdict.status, "why": verdict.why, "flag": "1" if verdict.flag else "0"}
    if verdict.best is not None:
        params["code"] = lexicon.villages[verdict.best.village].code
        params["village"] = lexicon.villages[verdict.best.village].name
    return (*steps, Step("decided", params))


def _kinds(sense: Sense) -> list[str]:
    return [kind for attribute, kind in KINDS.items() if getattr(sense, attribute)]
