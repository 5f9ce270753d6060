"""A client of the I2ES interface for national systems, with Python's standard library alone.

It gets tokens, signs documents, and sends each write with an Idempotency-Key, so that a cut connection repeats nothing.
For real keys use a library such as `cryptography` instead of `p256`: this arithmetic is not safe against timing.
"""
import base64, hashlib, http.client, json, secrets, time, urllib.error, urllib.parse, urllib.request, uuid
from datetime import datetime, timezone


# --- ECDSA with P-256 and SHA-256 (FIPS 186-5) ---
P = 2**256 - 2**224 + 2**192 + 2**96 - 1
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
G = (0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
     0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5)


def add(a, b):
    if a is None or b is None:
        return a or b
    if a[0] == b[0] and (a[1] + b[1]) % P == 0:
        return None
    slope = (3 * a[0] ** 2 - 3) * pow(2 * a[1], -1, P) if a == b else (b[1] - a[1]) * pow(b[0] - a[0], -1, P)
    x = (slope ** 2 - a[0] - b[0]) % P
    return x, (slope * (a[0] - x) - a[1]) % P


def multiply(k, point=G):
    total = None
    while k:
        if k & 1:
            total = add(total, point)
        point, k = add(point, point), k >> 1
    return total


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_b64(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def new_key():
    """A private key as JWK. `public` gives the half that I2ES may see."""
    d = secrets.randbelow(N - 1) + 1
    x, y = multiply(d)
    return {"kty": "EC", "crv": "P-256", **{name: b64(n.to_bytes(32, "big")) for name, n in (("x", x), ("y", y), ("d", d))}}


def public(key):
    return {name: key[name] for name in ("kty", "crv", "x", "y")}


def key_id(key):
    """RFC 7638."""
    text = json.dumps({name: key[name] for name in ("crv", "kty", "x", "y")}, separators=(",", ":"))
    return b64(hashlib.sha256(text.encode()).digest())


def fingerprint(key):
    """For the administrator, who compares it before certifying the key: 80 bits of `key_id` in Crockford's base32."""
    bits = int.from_bytes(from_b64(key_id(key))[:10], "big")
    text = "".join("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[bits >> 5 * at & 31] for at in range(15, -1, -1))
    return "-".join(text[at:at + 4] for at in range(0, 16, 4))


def sign(key, text):
    """Both numbers, 32 bytes each, the second one in its lower form: I2ES refuses the other."""
    d = int.from_bytes(from_b64(key["d"]), "big")
    z = int.from_bytes(hashlib.sha256(text.encode()).digest(), "big")
    k = secrets.randbelow(N - 1) + 1
    r = multiply(k)[0] % N
    s = pow(k, -1, N) * (z + r * d) % N
    return b64(r.to_bytes(32, "big") + min(s, N - s).to_bytes(32, "big"))


# --- Documents ---
def canonical(value):
    """RFC 8785. All names are ASCII, so their order is that of their characters."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def signed(body, key):
    """The document: its id is the hash of body and signature."""
    signature = {"alg": "ES256", "key": key_id(key), "value": sign(key, canonical(body))}
    digest = hashlib.sha256(canonical({"body": body, "signature": signature}).encode()).digest()
    day = body["at"][:10].replace("-", "")
    return {"_id": f"act:{day}:{body['issuer']}:{body['kind']}:{b64(digest)}", "body": body, "signature": signature}


def format_number(country, kind, year, serial):
    """`AU-I-2026-000101-98`; the last two digits are ISO 7064 MOD 97-10."""
    head = f"{country}-{'E' if kind == 'export-authorization' else 'I'}-{year}-{serial:06d}"
    digits = "".join(str(int(c, 36)) for c in head if c != "-")
    return f"{head}-{98 - int(digits + '00') % 97:02d}"


def dossier_key(importing, exporting, issued_on, number):
    """For a number of I2ES: O is 0, I and L are 1, and no group begins with zeros."""
    groups = number.translate(str.maketrans("OIL", "011")).split("-")
    normalized = "-".join(str(int(group)) if group.isdigit() else group for group in groups)
    return f"{importing}.{exporting}.{issued_on.replace('-', '')}.{normalized}"


# --- The interface ---
class Refused(Exception):
    def __init__(self, status, body):
        super().__init__(f"{status}: {body}")
        self.status, self.problems = status, body.get("problems", []) if isinstance(body, dict) else []


class Client:
    def __init__(self, address, client_id, key, audience=None, clock=time.time, language="en"):
        self.address, self.id, self.key, self.clock, self.language = address, client_id, key, clock, language
        self.audience = audience or f"{address}/api/v1/token"
        self.token, self.ends = None, 0

    def ask(self, method, path, body=None, query=None):
        """Tries again after a cut connection. A write has one Idempotency-Key for all its tries."""
        headers = {"accept-language": self.language, "authorization": f"Bearer {self.fresh_token()}"}
        if method == "POST":
            headers["idempotency-key"] = str(uuid.uuid4())
        address = f"{path}?{urllib.parse.urlencode(query)}" if query else path
        return self.send(method, address, None if body is None else json.dumps(body).encode(), headers)

    def send(self, method, path, data, headers, tries=6):
        headers = {"content-type": "application/json", **headers} if data else headers
        request = urllib.request.Request(self.address + "/api/v1/" + path, data, headers, method=method)
        for left in range(tries, -1, -1):
            try:
                return self.once(request)
            except urllib.error.HTTPError as error:
                told = told_in(error)
                if error.code not in (409, 429, 503) or left == 0 or not is_passing(told):
                    raise Refused(error.code, told) from None
                time.sleep(min(float(error.headers.get("retry-after") or 0.2), 60))
            except (OSError, http.client.HTTPException):
                if left == 0:
                    raise
                time.sleep(0.1)

    def once(self, request):
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def fresh_token(self):
        if self.token is None or self.clock() > self.ends - 60:
            now = int(self.clock())
            claims = {"iss": self.id, "sub": self.id, "aud": self.audience, "exp": now + 240, "jti": str(uuid.uuid4())}
            text = ".".join(b64(json.dumps(part).encode()) for part in ({"alg": "ES256", "typ": "JWT"}, claims))
            form = urllib.parse.urlencode({
                "grant_type": "client_credentials",
                "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
                "client_assertion": f"{text}.{sign(self.key, text)}",
            }).encode()
            # An assertion counts once: after a cut connection the next one is a new one.
            headers = {"accept-language": self.language, "content-type": "application/x-www-form-urlencoded"}
            told = self.send("POST", "token", form, headers, tries=0)
            self.token, self.ends = told["access_token"], now + told["expires_in"]
        return self.token

    def changes(self, cursor):
        """Documents that came since, and the cursor for the next question."""
        acts, more = [], True
        while more:
            page = self.ask("GET", "changes", query={"since": cursor} if cursor else None)
            acts, cursor, more = acts + page["acts"], page["next"], page["more"]
        return acts, cursor

    def submit(self, acts):
        refused = [one for one in self.ask("POST", "acts", {"acts": acts})["results"] if one["state"] == "refused"]
        if refused:
            raise Refused(200, {"problems": [problem for one in refused for problem in one["problems"]]})


def told_in(error):
    """A proxy answers with a page of its own."""
    try:
        told = json.loads(error.read())
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def is_passing(told):
    """Busy, too many requests, or the first request of this key is still in work."""
    return all(one["code"].startswith("request.") or one["code"] == "idempotency.running" for one in told.get("problems", []))


class Signer:
    """The system's certified signing key, with its numbers and counts; `state` is what must survive a restart."""

    def __init__(self, client, key, state):
        self.client, self.key, self.state = client, key, state
        self.me = client.ask("GET", "client")

    def make(self, kind, partner, **members):
        """A signed document. Each counts the documents of this key to each authority, without gaps."""
        own = self.me["country"]
        counts = self.state.setdefault("seq", {})
        for to in (own, partner):
            counts[to] = counts.get(to, 0) + 1
        at = datetime.fromtimestamp(self.client.clock(), timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        by = {"person": self.me["id"], "name": self.me["name"], "function": self.me["function"]}
        seq = {own: counts[own], partner: counts[partner]}
        head = {"schema": 1, "kind": kind, "issuer": own, "to": [partner], "seq": seq, "at": at, "by": by}
        return signed({**head, **members}, self.key)

    def number(self, kind, year):
        """The next number of this system's blocks; claims a block when none is left."""
        blocks = self.state.setdefault("numbers", {})
        block = blocks.get(f"{kind} {year}")
        if block is None or block[0] > block[1]:
            claim = {"kind": kind, "year": year, "device": key_id(self.key)}
            told = self.client.ask("POST", "numbers", claim)
            block = blocks[f"{kind} {year}"] = [told["first"], told["last"]]
        block[0] += 1
        return format_number(self.me["country"], kind, year, block[0] - 1)
