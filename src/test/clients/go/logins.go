package main

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
)

// logins connects once for each line of its input, a server and the key that has the token, and tells what came of it.
func logins(folder, name string) {
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		server, key, _ := strings.Cut(lines.Text(), " ")
		connection, err := nats.Connect(server, nats.Name(name), nats.Token(read(folder, key)),
			nats.NoReconnect(), nats.Timeout(5*time.Second))
		if err != nil {
			fmt.Println(class(err))
			continue
		}
		connection.Close()
		fmt.Println("ok")
	}
}
