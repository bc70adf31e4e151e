// node push.mjs: a browser and its push service on a port of its own. It prints the browser's subscription, then each push that comes, read as the browser reads it.
// A browser at /gone has unsubscribed; the service answers the first push to /busy with 503, and every push to /broken.
import { createECDH, createPublicKey, randomBytes, verify } from "node:crypto";
import { createServer } from "node:http";
import ece from "http_ece";

const browser = createECDH("prime256v1");
browser.generateKeys();
const auth = randomBytes(16);
let busy = true;

function claims(authorization) {
  const [, token, key] = /^vapid t=([^,]+), ?k=(.+)$/.exec(authorization);
  const [header, body, signature] = token.split(".");
  const point = Buffer.from(key, "base64url");
  const jwk = { kty: "EC", crv: "P-256", x: point.subarray(1, 33).toString("base64url"), y: point.subarray(33).toString("base64url") };
  const signed = verify("sha256", Buffer.from(`${header}.${body}`),
    { key: createPublicKey({ key: jwk, format: "jwk" }), dsaEncoding: "ieee-p1363" }, Buffer.from(signature, "base64url"));
  return { key, signed, ...JSON.parse(Buffer.from(body, "base64url")) };
}

const server = createServer((request, response) => {
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", () => {
    if (request.url === "/gone") return response.writeHead(410).end();
    if (request.url === "/broken") return response.writeHead(503).end();
    if (request.url === "/busy" && busy) {
      busy = false;
      return response.writeHead(503).end();
    }
    const payload = ece.decrypt(Buffer.concat(parts), { version: "aes128gcm", privateKey: browser, authSecret: auth.toString("base64url") });
    console.log(JSON.stringify({ path: request.url, vapid: claims(request.headers.authorization), ttl: request.headers.ttl, payload: JSON.parse(payload) }));
    response.writeHead(201).end();
  });
});

server.listen(0, "127.0.0.1", () => console.log(JSON.stringify({
  endpoint: `http://127.0.0.1:${server.address().port}`,
  keys: { p256dh: browser.getPublicKey().toString("base64url"), auth: auth.toString("base64url") },
})));
