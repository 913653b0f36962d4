package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
)

// cuts is what happened to the connections since the last reset.
type cuts struct {
	sync.Mutex
	cut         map[int]bool
	first, last time.Time
}

// crowd holds many connections that bear a refusal, as docs/clients.md advises, and tells how they
// are for each line of its input.
func crowd(folder string, size, timeoutSeconds int) {
	var seen cuts
	seen.reset()
	connections := make([]*nats.Conn, size)
	for i := range connections {
		var err error
		connections[i], err = nats.Connect(read(folder, "servers"),
			nats.Name(fmt.Sprintf("crowd-%d", i)),
			nats.Token(read(folder, "token")),
			nats.IgnoreAuthErrorAbort(),
			nats.MaxReconnects(-1),
			nats.Timeout(time.Duration(timeoutSeconds)*time.Second),
			nats.DisconnectErrHandler(func(*nats.Conn, error) { seen.lost(i) }),
			nats.ReconnectHandler(func(*nats.Conn) { seen.back() }))
		if err != nil {
			fmt.Println(class(err))
			os.Exit(1)
		}
	}
	fmt.Println("connected")
	for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
		if lines.Text() == "reset" {
			seen.reset()
		}
		json.NewEncoder(os.Stdout).Encode(seen.report(connections))
	}
}

func (c *cuts) reset() {
	c.Lock()
	defer c.Unlock()
	c.cut, c.first, c.last = map[int]bool{}, time.Time{}, time.Time{}
}

func (c *cuts) lost(connection int) {
	c.Lock()
	defer c.Unlock()
	c.cut[connection] = true
	if c.first.IsZero() {
		c.first = time.Now()
	}
}

func (c *cuts) back() {
	c.Lock()
	defer c.Unlock()
	c.last = time.Now()
}

func (c *cuts) report(connections []*nats.Conn) map[string]any {
	c.Lock()
	defer c.Unlock()
	servers := map[string]int{}
	for _, connection := range connections {
		if host, _, err := net.SplitHostPort(connection.ConnectedAddr()); err == nil {
			servers[host]++
		}
	}
	return map[string]any{
		"servers": servers, "cut": len(c.cut), "backAfterMillis": c.last.Sub(c.first).Milliseconds(),
	}
}
