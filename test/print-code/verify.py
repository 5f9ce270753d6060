"""Reads vectors.json by static/print-code/specification.txt alone: zlib, and ES256 of `cryptography`. No code of I2ES."""
import base64, hashlib, json, re, sys, zlib
from pathlib import Path
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$*+-./:"
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
LIMIT = 65536


class Refused(Exception):
    pass


def to_base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def canonical(value):
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return "{" + ",".join(canonical(name) + ":" + canonical(value[name]) for name in names) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def unpack(text, dictionary):
    plain = re.sub(r"\s+", "", text)
    if len(text) > LIMIT:
        raise Refused("foreign")
    match = re.search(r"I2ES(\d{1,3}):([0-9A-Z$*+\-./:]*)$", plain)
    if not match:
        raise Refused("foreign")
    if match[1] != "1":
        raise Refused("version")
    payload, data = match[2], bytearray()
    for at in range(0, len(payload), 3):
        group = [ALPHABET.index(character) for character in payload[at : at + 3]]
        value = sum(digit * 43**place for place, digit in enumerate(group))
        if len(group) == 1 or value >= (65536 if len(group) == 3 else 256):
            raise Refused("damaged")
        data += value.to_bytes(len(group) - 1, "big")
    inflate = zlib.decompressobj(-15, zdict=dictionary)
    try:
        found = inflate.decompress(bytes(data), LIMIT + 1)
        if not inflate.eof or len(found) > LIMIT:
            raise Refused("damaged")
        text = found.decode()
        value = json.loads(text)
    except (zlib.error, ValueError):
        raise Refused("damaged")
    if canonical(value) != text:
        raise Refused("damaged")
    return text, value


def key_id(key):
    members = {"crv": "P-256", "kty": "EC", "x": key["x"], "y": key["y"]}
    return to_base64url(hashlib.sha256(canonical(members).encode()).digest())


def is_signed(message, signature, key):
    raw = from_base64url(signature)
    if len(raw) != 64:
        return False
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    if s > ORDER // 2:
        return False
    x, y = (int.from_bytes(from_base64url(key[name]), "big") for name in "xy")
    public = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    try:
        public.verify(utils.encode_dss_signature(r, s), message.encode(), ec.ECDSA(SHA256()))
        return True
    except InvalidSignature:
        return False


def act_id(body, signature):
    digest = hashlib.sha256(canonical({"body": body, "signature": signature}).encode()).digest()
    return f"act:{body['at'][:10].replace('-', '')}:{body['issuer']}:{body['kind']}:{to_base64url(digest)}"


def check_digits(id):
    value = int.from_bytes(from_base64url(id[-43:])[:5], "big") % 10**12
    return re.sub(r"(....)(....)(....)", r"\1 \2 \3", f"{value:012}")


def verify_chain(value, root):
    key = root
    for one in value["certificates"]:
        body = {**one["body"], "keyId": key_id(one["body"]["key"])}
        if not is_signed(canonical(body), one["value"], key):
            return False
        key = body["key"]
    return key_id(root) == value["root"]


def verify(text, dictionary, keys, root):
    """What was found, its JSON, the document's id, and whether the signature is good."""
    json_text, value = unpack(text, dictionary)
    members = sorted(value)
    if members == ["body", "signature"]:
        body, signature = value["body"], value["signature"]
        good = is_signed(canonical(body), signature["value"], keys[signature["key"]])
        return "document", json_text, act_id(body, signature), good
    if members == ["extract", "signature"]:
        extract, signature = value["extract"], value["signature"]
        good = is_signed(canonical(extract), signature["value"], keys[signature["key"]])
        return "extract", json_text, extract["act"], good
    if members == ["certificates", "root"]:
        return "certificates", json_text, None, verify_chain(value, root)
    if value.get("kind") == "file-reply":
        said = {name: value[name] for name in value if name not in ("key", "signature")}
        return "reply", json_text, None, is_signed(canonical(said), value["signature"], value["key"])
    raise Refused("content")


def main(folder):
    dictionary = (folder / "dictionary-1.txt").read_bytes()
    published = json.loads((folder / "vectors.json").read_text(encoding="utf-8"))
    keys, root, wrong = published["keys"], published["root"], 0
    for id, key in keys.items():
        assert key_id(key) == id, id
    for vector in published["vectors"]:
        try:
            finds, text, id, good = verify(vector["text"], dictionary, keys, root)
            digits = check_digits(id) if id else None
            found = {"finds": finds, "json": text, "id": id, "digits": digits, "good": good}
        except Refused as refused:
            found = {"finds": str(refused)}
        differs = [name for name in found if found[name] != vector.get(name)]
        wrong += bool(differs)
        print("WRONG" if differs else "ok   ", vector["name"], *differs)
    return wrong


sys.exit(main(Path(sys.argv[1])))
