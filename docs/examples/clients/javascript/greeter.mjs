// Answers on the subject greet, and goes on when the token changes.
import { readFileSync } from "node:fs";
import { connect, tokenAuthenticator } from "@nats-io/transport-node";

// Reads a key of the Secret orders-nats-token, which is mounted as files.
const folder = process.env.NATS_SECRET_DIR ?? "/etc/nats-token";
const secret = (key) => readFileSync(`${folder}/${key}`, "utf8").trim();

const connection = await connect({
  servers: secret("servers").split(","),
  authenticator: tokenAuthenticator(() => secret("token")), // asked at every connect
  ignoreAuthErrorAbort: true, // a refusal is no reason to give up: try the other servers
  waitOnFirstConnect: true, // nor is one at the start
  maxReconnectAttempts: -1,
  name: "greeter",
});
connection.subscribe("greet", {
  callback: (_, message) => message.respond("Hello from JavaScript"),
});
await connection.closed();
console.error("closed; Kubernetes starts me anew");
process.exit(1);
