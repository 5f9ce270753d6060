"""Reads a country's archive and verifies it, with nothing but Python's standard library and no code of I2ES.

Usage: verify_archive.py ARCHIVE.zip
Prints {"country", "acts", "verified", "certificates", "files", "manifest", "problems": [...]}; ends with 1 if there are problems.
"""
import hashlib
import json
import re
import sys
import zipfile
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode

# P-256 (FIPS 186-5), in Jacobian coordinates.
P = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)


def double(point):
    x, y, z = point
    if not y:
        return (0, 0, 0)
    ysq = y * y % P
    s = 4 * x * ysq % P
    zsq = z * z % P
    m = 3 * (x - zsq) * (x + zsq) % P
    nx = (m * m - 2 * s) % P
    return (nx, (m * (s - nx) - 8 * ysq * ysq) % P, 2 * y * z % P)


def add(p, q):
    if not p[2]:
        return q
    if not q[2]:
        return p
    z1, z2 = p[2] * p[2] % P, q[2] * q[2] % P
    u1, u2 = p[0] * z2 % P, q[0] * z1 % P
    s1, s2 = p[1] * z2 * q[2] % P, q[1] * z1 * p[2] % P
    if u1 == u2:
        return double(p) if s1 == s2 else (0, 0, 0)
    h, r = u2 - u1, s2 - s1
    h2 = h * h % P
    h3, v = h * h2 % P, u1 * h2 % P
    x = (r * r - h3 - 2 * v) % P
    return (x, (r * (v - x) - s1 * h3) % P, h * p[2] * q[2] % P)


def verify(key, signature, message):
    """ES256: 64 bytes r and s, of which only the smaller s counts, or one document could become two."""
    if len(signature) != 64:
        return False
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    if not (0 < r < N and 0 < s <= N // 2):
        return False
    x, y = (int.from_bytes(unb64(key[one]), "big") for one in ("x", "y"))
    if (y * y - x * x * x + 3 * x - B) % P:
        return False
    digest = int.from_bytes(hashlib.sha256(message).digest(), "big")
    inverse = pow(s, -1, N)
    u, v = digest * inverse % N, r * inverse % N
    one, other = (*G, 1), (x, y, 1)
    both, result = add(one, other), (0, 0, 0)
    for bit in range(255, -1, -1):
        result = double(result)
        of_u, of_v = u >> bit & 1, v >> bit & 1
        if of_u or of_v:
            result = add(result, both if of_u and of_v else one if of_u else other)
    if not result[2]:
        return False
    return result[0] * pow(result[2] * result[2], -1, P) % P % N == r


def unb64(text):
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def b64(data):
    return urlsafe_b64encode(data).decode().rstrip("=")


def canonical(value):
    """RFC 8785 for what I2ES signs: whole numbers, and names of members in ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def key_id(key):
    return b64(hashlib.sha256(canonical({one: key[one] for one in ("crv", "kty", "x", "y")})).digest())


def act_id(act):
    body = act["body"]
    content = hashlib.sha256(canonical({"body": body, "signature": act["signature"]})).digest()
    return f"act:{body['at'][:10].replace('-', '')}:{body['issuer']}:{body['kind']}:{b64(content)}"


class Verifier:
    def __init__(self, roots, acts):
        self.roots = {key_id(key) for key in roots}
        self.keys = {key_id(key): key for key in roots}
        self.certificates, self.withdrawals, self.genuine = {}, {}, {}
        for act in acts:
            body = act["body"]
            if body["kind"] == "certificate" and key_id(body["key"]) == body["keyId"]:
                self.keys.setdefault(body["keyId"], body["key"])
                self.certificates.setdefault(body["keyId"], []).append(act)
            if body["kind"] == "withdrawal":
                self.withdrawals.setdefault(body["keyId"], []).append(act)

    def is_genuine(self, act):
        name = act["_id"]
        if name not in self.genuine:
            key = self.keys.get(act["signature"]["key"])
            signature = unb64(act["signature"]["value"])
            self.genuine[name] = key is not None and verify(key, signature, canonical(act["body"]))
        return self.genuine[name]

    def chain(self, act, depth=0):
        """Certificates from the signer to a root; None if none of them leads there."""
        body, key = act["body"], act["signature"]["key"]
        if not self.is_genuine(act) or depth > 8:
            return None
        if key in self.roots:
            return [] if body["issuer"] == "INCB" else None
        for certificate in self.certificates.get(key, []):
            stated = certificate["body"]
            holder = stated["holder"]
            is_holder = holder["authority"] == body["issuer"] and holder["person"] == body["by"]["person"]
            if not is_holder or not stated["validFrom"] <= body["at"] < stated["validUntil"]:
                continue
            if self.ends(key, holder["authority"]) <= body["at"]:
                continue
            above = self.chain(certificate, depth + 1)
            if above is not None and self.may_certify(certificate, holder):
                return [certificate["_id"], *above]
        return None

    def ends(self, key, authority):
        stated = [
            max(act["body"]["withdrawnFrom"], act["body"]["at"])
            for act in self.withdrawals.get(key, [])
            if act["body"]["issuer"] in ("INCB", authority) and self.is_genuine(act)
        ]
        return min(stated, default="9999")

    def may_certify(self, certificate, holder):
        if certificate["body"]["issuer"] == "INCB":
            return holder["role"] in ("administrator", "exchange")
        same = certificate["body"]["issuer"] == holder["authority"]
        return same and holder["role"] in ("administrator", "officer")


def read(path):
    problems = []
    archive = zipfile.ZipFile(path)
    text = archive.read("manifest.json")
    manifest = json.loads(text)
    signature_name = "manifest-signature.json"
    names = archive.namelist()
    listed = [entry["path"] for entry in manifest["entries"]]
    if len(set(names)) < len(names):
        problems.append("two files of one name")
    for name in ({*names} ^ {*listed, "manifest.json"}) - {signature_name}:
        problems.append(f"not in both the archive and its manifest: {name}")
    content = {}
    for entry in manifest["entries"]:
        try:
            data = archive.read(entry["path"])
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            problems.append(f"{entry['path']}: {error}")
            continue
        if len(data) != entry["bytes"] or hashlib.sha256(data).hexdigest() != entry["sha256"]:
            problems.append(f"{entry['path']}: another hash")
        content[entry["path"]] = data
    lines = {
        name: [json.loads(line) for line in data.decode().split("\n") if line]
        for name, data in content.items()
        if name.endswith(".jsonl")
    }
    monthly = [name for name in lines if re.fullmatch(r"acts/\d{4}-\d\d\.jsonl", name)]
    acts = [act for name in sorted(monthly) for act in lines[name]]
    keys = lines.get("keys/documents.jsonl", [])
    verifier = Verifier(manifest["roots"], acts + keys)
    verified, used, counted = 0, set(), {}
    for act in acts:
        if act_id(act) != act["_id"]:
            problems.append(f"{act['_id']}: altered")
            continue
        chain = verifier.chain(act)
        if chain is None:
            problems.append(f"{act['_id']}: no valid signature up to a root")
            continue
        verified += 1
        used.update(chain)
        number = act["body"]["seq"].get(manifest["country"])
        if number is not None:
            counted.setdefault((act["signature"]["key"], act["body"]["issuer"]), []).append(number)
    told = {(one["key"], one["issuer"]): (one["first"], one["last"], one["count"]) for one in manifest["sequence"]}
    if told != {device: (min(all_), max(all_), len(all_)) for device, all_ in counted.items()}:
        problems.append("the sequence is not that of the documents")
    if manifest["acts"] != len(acts):
        problems.append("the count of documents is wrong")
    files = 0
    for record in lines.get("files/records.jsonl", []):
        sha256 = record["_id"].split(":")[1]
        held = [data for name, data in content.items() if name.startswith(f"files/{sha256}.")]
        if len(held) != 1 or b64(hashlib.sha256(held[0]).digest()) != sha256:
            problems.append(f"{record['_id']}: not its content")
        files += 1
    signed = "unsigned"
    if signature_name in names:
        signature = json.loads(archive.read(signature_name))
        by = verifier.certificates.get(signature["key"], [])
        is_server = any(one["body"]["holder"]["role"] == "exchange" and verifier.chain(one) is not None for one in by)
        right = signature["key"] in verifier.keys and verify(
            verifier.keys[signature["key"]], unb64(signature["value"]), text
        )
        signed = "signed" if is_server and right else "wrong"
        if signed == "wrong":
            problems.append("the manifest is not signed by a certified server")
    return {
        "country": manifest["country"],
        "acts": len(acts),
        "verified": verified,
        "certificates": len(used),
        "files": files,
        "manifest": signed,
        "problems": problems[:20],
    }


def main():
    try:
        found = read(sys.argv[1])
    except (zipfile.BadZipFile, zlib.error, ValueError, KeyError, EOFError) as error:
        found = {"problems": [f"{type(error).__name__}: {error}"]}
    print(json.dumps(found))
    sys.exit(1 if found["problems"] else 0)


main()
