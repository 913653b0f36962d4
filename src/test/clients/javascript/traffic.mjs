// Traffic of a nats.js client with default options. See ../README.md.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { connect, errors } from "@nats-io/transport-node";

const subject = "traffic";
const [mode, folder, key, name] = process.argv.slice(2);
if (!name) {
  console.error("usage: requests|responder|connect|logins FOLDER servers|url NAME");
  process.exit(2);
}
const read = (file) => readFileSync(join(folder, file), "utf8").trim();
if (mode === "logins") {
  await logins();
  process.exit(0);
}
const end = new Promise((resolve) => process.stdin.on("close", resolve).resume());

let connection;
try {
  connection = await connect({
    servers: read(key).split(","),
    name,
    ...(key === "servers" ? { token: read("token") } : {}),
  });
  await connection.flush();
} catch (error) {
  console.log(classify(error));
  process.exit(1);
}
if (mode === "connect") {
  console.log("ok");
} else if (mode === "responder") {
  const callback = (_, message) => message.respond(message.data);
  connection.subscribe(subject, { queue: "responders", callback });
  await connection.flush();
  console.log("connected");
  await end;
} else if (mode === "requests") {
  await requests();
}
await connection.close();
process.exit(0);

async function logins() {
  for await (const line of createInterface({ input: process.stdin })) {
    const [servers, key] = line.split(" ");
    try {
      const once = { servers, name, token: read(key), reconnect: false, timeout: 5000 };
      await (await connect(once)).close();
      console.log("ok");
    } catch (error) {
      console.log(classify(error));
    }
  }
}

async function requests() {
  let sent = 0, answered = 0, reconnects = 0;
  const why = {}, open = new Set();
  (async () => {
    for await (const status of connection.status()) {
      if (status.type === "reconnect") reconnects++;
    }
  })();
  const one = async () => {
    try {
      await connection.request(subject, "hi", { timeout: 2000 });
      answered++;
    } catch (error) {
      why[classify(error)] = (why[classify(error)] ?? 0) + 1;
    }
  };
  console.log("connected");
  const timer = setInterval(() => {
    sent++;
    const request = one();
    open.add(request);
    request.finally(() => open.delete(request));
  }, 50);
  await end;
  clearInterval(timer);
  await Promise.all(open);
  const { version } = createRequire(import.meta.url)("@nats-io/transport-node/package.json");
  const closed = connection.isClosed(), lost = sent - answered;
  console.log(JSON.stringify(
    { library: `nats.js ${version}`, sent, answered, lost, why, reconnects, closed }));
}

// Names an error without its text, which could hold a URL with a token.
function classify(error) {
  const causes = [error, error?.cause].filter(Boolean);
  const is = (type) => causes.some((cause) => cause instanceof type);
  if (is(errors.AuthorizationError)) return "authorization";
  if (is(errors.NoRespondersError) || causes.some((c) => c.isNoResponders?.())) return "no responders";
  if (is(errors.TimeoutError)) return "timeout";
  if (is(errors.ClosedConnectionError)) return "closed";
  return error?.name ?? "Error";
}
