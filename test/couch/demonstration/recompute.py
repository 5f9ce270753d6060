"""Recomputes the returns of a year from exported acts, with nothing but Python's standard library and no code of I2ES.

Usage: recompute.py ACTS.json FACTORS.json EDITION.json AUTHORITY YEAR
ACTS.json is a list of {"_id", "body"}. The two tables are those of src/lib/domain/goods: INCB's factors, and the substances.
Prints one JSON object: {form: {period: {"substance/column/partner": grams as text}}}.
"""
import json
import sys
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

IN_MILLIGRAMS = {"alfentanil", "etorphine", "fentanyl", "remifentanil", "sufentanil", "lysergide", "brolamfetamine"}


COUNTED = {
    "export-authorization",
    "export-declaration",
    "shipment",
    "endorsement",
    "correction",
    "cancellation",
    "paper-record",
}
"""Documents that change no quantity."""
OTHERS = {"import-authorization", "reply", "match-decision", "suspension", "message", "copy-sent"}


def half_up(value, unit):
    return int((Decimal(value) / unit).quantize(Decimal(1), ROUND_HALF_UP)) * unit


def newest(statements):
    """Of a statement and its corrections, the latest counts."""
    return max(statements, key=lambda act: (act["body"]["at"], act["_id"])) if statements else None


def read_trade(acts):
    """Export authorizations that count, with the shipment and the endorsement of each."""
    unknown = {act["body"]["kind"] for act in acts} - COUNTED - OTHERS
    if unknown:
        raise SystemExit(f"These documents are not counted here: {sorted(unknown)}")
    cancelled = {act["body"]["of"] for act in acts if act["body"]["kind"] == "cancellation"}
    said = {"shipment": defaultdict(list), "endorsement": defaultdict(list)}
    for act in acts:
        body = act["body"]
        if body["kind"] in said:
            said[body["kind"]][body["exportAuthorization"]].append(act)
        if body["kind"] == "correction":
            for kind in said:
                if kind in body:
                    stated = {**act, "body": {**body[kind], "at": body["at"]}}
                    said[kind][body["exportAuthorization"]].append(stated)
        if body["kind"] == "paper-record" and body["paper"]["instrument"] == "endorsed-copy":
            stated = {**act, "body": {**body["paper"], "at": body["at"]}}
            said["endorsement"][body["paper"]["exportAuthorization"]].append(stated)
    for act in acts:
        body = act["body"]
        if body["kind"] == "export-declaration":
            # 1971 art. 12(2): its goods leave as it says, on the day that it says.
            left = {"at": body["at"], "shippedOn": body["despatchedOn"], "lines": body["lines"]}
            said["shipment"][act["_id"]].append({"_id": act["_id"], "body": left})
        if body["kind"] in ("export-authorization", "export-declaration") and act["_id"] not in cancelled:
            yield act, newest(said["shipment"][act["_id"]]), newest(said["endorsement"][act["_id"]])


def count(line, stated, factors):
    """Micrograms of anhydrous base as INCB counts them, or None for what it does not count."""
    if "scheduleThree" in line or line["substance"].startswith("national-"):
        return None
    factor = line["factor"]["value"]
    if line["factor"]["source"] != "INCB":
        factor = factors.get((line["substance"], line["form"]), factor)
    return half_up(Decimal(stated) * Decimal(factor), 1)


def quarter(date):
    return f"{date[:4]}-q{(int(date[5:7]) + 2) // 3}"


def recompute(acts, table, schedules, authority, year):
    factors = {(row["substance"], form): value for row in table["rows"] for form, value in row["factors"].items()}
    linked = {act["body"].get("exportAuthorization") for act in acts if act["body"]["kind"] == "match-decision"}
    sums = defaultdict(int)
    for export, shipment, endorsement in read_trade(acts):
        body = export["body"]
        is_import = body["importingCountry"] == authority
        if not is_import and body["issuer"] != authority:
            continue
        own = endorsement if is_import else shipment
        is_consumed = "emergency" in body and export["_id"] not in linked
        if own is None or (is_consumed and not is_import):
            continue
        date = own["body"]["receivedOn" if is_import else "shippedOn"]
        if date[:4] != year:
            continue
        column = "import" if is_import else "export"
        partner = body["issuer"] if is_import else body["importingCountry"]
        quantities = {line["no"]: line["stated"] for line in own["body"]["lines"]}
        for line in body["lines"]:
            counted = count(line, quantities[line["no"]], factors) if line["no"] in quantities else None
            if not counted:
                continue
            convention, of = schedules[line["substance"]]
            forms = ["a"] if convention == 1961 else ["p"] + (["ap"] if "II" in of else [])
            for form in forms:
                period = year if form == "p" else quarter(date)
                sums[form, period, f"{line['substance']}/{column}/{partner}"] += counted
    returns = defaultdict(lambda: defaultdict(dict))
    for (form, period, figure), micrograms in sums.items():
        unit = 1000 if figure.split("/")[0] in IN_MILLIGRAMS else 1000000
        returns[form][period][figure] = format(Decimal(half_up(micrograms, unit)) / 1000000, "f")
    return returns


if __name__ == "__main__":
    exported, factor_file, edition_file, authority, year = sys.argv[1:]
    with open(exported, encoding="utf-8") as one, open(factor_file, encoding="utf-8") as two:
        acts, table = json.load(one), json.load(two)
    with open(edition_file, encoding="utf-8") as three:
        rows = json.load(three)["rows"]
    listed = {row["key"]: (row["convention"], row["schedules"]) for row in rows}
    print(json.dumps(recompute(acts, table, listed, authority, year), sort_keys=True))
