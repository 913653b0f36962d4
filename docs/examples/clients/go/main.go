// Answers on the subject greet, and goes on when the token changes.
package main

import (
	"log"
	"os"
	"path/filepath"
	"strings"

	"github.com/nats-io/nats.go"
)

func main() {
	connection, err := nats.Connect(secret("servers"),
		nats.TokenHandler(func() string { return secret("token") }), // asked at every connect
		nats.IgnoreAuthErrorAbort(), // a refusal is no reason to give up: try the other servers
		nats.MaxReconnects(-1),
		nats.Name("greeter"),
		nats.ClosedHandler(func(*nats.Conn) { log.Fatal("closed; Kubernetes starts me anew") }))
	if err != nil {
		log.Fatal(err)
	}
	connection.Subscribe("greet", func(m *nats.Msg) { m.Respond([]byte("Hello from Go")) })
	select {}
}

// secret reads a key of the Secret orders-nats-token, which is mounted as files.
func secret(key string) string {
	folder := os.Getenv("NATS_SECRET_DIR")
	if folder == "" {
		folder = "/etc/nats-token"
	}
	text, err := os.ReadFile(filepath.Join(folder, key))
	if err != nil {
		log.Fatal(err)
	}
	return strings.TrimSpace(string(text))
}
