"""A national system of Australia, for tests: issues, replies, ships and endorses through `/api/v1`.

One line of JSON in, one out. Every so often its connection is cut after a request was sent, it sends a request again,
and the test ends its process: it goes on from its file.
"""
import json, os, random, sys, uuid

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../couch/api/examples"))
import i2es

PARTNER = "CH"
FACTOR = {"value": "0.7520", "source": "computed", "edition": "2026-1", "date": "2026-11-24"}
chance = random.Random(8)
now = 0.0


class CutClient(i2es.Client):
    """One request in four gets no answer, after it was done. One write in six is sent twice."""

    def once(self, request):
        told = super().once(request)
        if not request.full_url.endswith("/token"):
            if request.method == "POST" and chance.random() < 1 / 6:
                told = super().once(request)
            if chance.random() < 1 / 4:
                counts["cut"] += 1
                raise ConnectionResetError("cut")
        return told


def line(no, stated, import_line=None):
    # 0.752, rounded half up.
    base = (stated * 7520 + 5000) // 10000
    goods = {
        "no": no, "substance": "morphine", "form": "sulfate-2-1-pentahydrate",
        "designation": "morphine sulfate (2:1) pentahydrate", "pharmaceuticalForm": "ampoule",
        "preparation": "Morphine sulfate injection 10 mg/ml", "stated": str(stated), "base": str(base), "factor": FACTOR,
    }
    return goods if import_line is None else {**goods, "importLine": import_line}


AUSTRALIAN = {"name": "Southern Cross Hospital Supplies Pty Ltd", "address": "12 Harbour Street\nSydney NSW 2000", "country": "AU"}
SWISS = {"name": "Alpenpharma AG", "address": "Rheinweg 4\n4051 Basel", "country": "CH"}
OFFICE = {"name": "Office of Drug Control", "address": "Canberra ACT 2601"}


def day(moment=None):
    from datetime import datetime, timezone
    return datetime.fromtimestamp(moment or now, timezone.utc).strftime("%Y-%m-%d")


def dates():
    return {"issuedOn": day(), "validFrom": day(), "validUntil": day(now + 80 * 86400), "edition": "2026-1"}


def issue(signer, stated):
    number = signer.number("import-authorization", int(day()[:4]))
    return signer.make(
        "import-authorization", PARTNER, number=number, dossier=i2es.dossier_key("AU", PARTNER, day(), number),
        authority=OFFICE, importer=AUSTRALIAN, exporter=SWISS, lines=[line(1, stated)], exportingCountry=PARTNER,
        purpose="domestic", consignments=1, portOfEntry="Sydney", **dates())


def work_on(signer, client, key):
    """What this authority can do next in one dossier, as I2ES itself says."""
    dossier = client.ask("GET", f"dossiers/{key}")
    held = {act["_id"]: act for act in dossier["acts"]}
    made = []
    for action in dossier["actions"]:
        on = held.get(action["on"])
        if action["kind"] == "export":
            made += export(signer, on)
        elif action["kind"] == "endorse":
            made.append(endorse(signer, on, held.values()))
        elif action["kind"] == "reply" and on["body"]["kind"] == "export-authorization":
            known = any(act["body"]["kind"] == "reply" and act["body"]["on"] == on["_id"] for act in held.values())
            if not known:
                made.append(signer.make("reply", PARTNER, dossier=key, on=on["_id"], answer="received"))
    return made


def export(signer, upon):
    body = upon["body"]
    number = signer.number("export-authorization", int(day()[:4]))
    cited = {"number": body["number"], "issuedOn": body["issuedOn"], "authority": body["authority"]["name"], "act": upon["_id"]}
    lines = [{**one, "importLine": one["no"]} for one in body["lines"]]
    issued = signer.make(
        "export-authorization", PARTNER, number=number, dossier=body["dossier"], authority=OFFICE,
        importer=body["importer"], exporter=body["exporter"], lines=lines, importingCountry=PARTNER,
        importAuthorization=cited, **{**dates(), "validFrom": body["validFrom"], "validUntil": body["validUntil"]})
    moved = [{"no": one["no"], "stated": one["stated"], "base": one["base"]} for one in lines]
    shipped = signer.make("shipment", PARTNER, dossier=body["dossier"], exportAuthorization=issued["_id"], shippedOn=day(), lines=moved)
    return [issued, shipped]


def endorse(signer, on, acts):
    """`on`: the export authorization or its shipment; the figures are those of the shipment."""
    shipped = next(act for act in acts if act["body"]["kind"] == "shipment" and on["_id"] in (act["_id"], act["body"]["exportAuthorization"]))
    body = shipped["body"]
    return signer.make(
        "endorsement", PARTNER, dossier=body["dossier"], exportAuthorization=body["exportAuthorization"],
        outcome="imported", receivedOn=day(), lines=body["lines"])


def save(state, path):
    with open(path + ".new", "w") as file:
        json.dump(state, file)
    os.replace(path + ".new", path)


def send(client, state, path):
    """Signed documents are in the file before they are sent, so a system that is ended sends the very same again."""
    while state["waiting"]:
        client.submit(state["waiting"][:20])
        state["waiting"] = state["waiting"][20:]
        save(state, path)


counts = {"cut": 0}


def main():
    global now
    settings = json.loads(sys.stdin.readline())
    path, now = settings["file"], settings["now"]
    state = json.load(open(path)) if os.path.exists(path) else {"cursor": None, "waiting": [], "key": i2es.new_key()}
    save(state, path)
    client = CutClient(settings["address"], settings["id"], settings["key"], settings["audience"], lambda: now)
    if "certify" in settings:
        client.ask("POST", "keys", {"key": i2es.public(state["key"]), "device": "Register"})
        return print(json.dumps({"keyId": i2es.key_id(state["key"]), "public": i2es.public(state["key"])}))
    signer = i2es.Signer(client, state["key"], state)
    send(client, state, path)
    if settings.get("issue"):
        state["waiting"].append(issue(signer, settings["issue"]))
        save(state, path)
        if settings.get("endBeforeSending"):
            os._exit(9)
        send(client, state, path)
    came, cursor = client.changes(state["cursor"])
    for key in sorted({act["body"]["dossier"] for act in came if "dossier" in act["body"]}):
        state["waiting"] += work_on(signer, client, key)
        save(state, path)
        send(client, state, path)
    state["cursor"] = cursor
    save(state, path)
    print(json.dumps({"came": len(came), "cut": counts["cut"]}))


main()
