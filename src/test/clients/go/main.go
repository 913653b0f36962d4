// Traffic of a nats.go client with default options. See ../README.md.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
)

const subject = "traffic"

func main() {
	if len(os.Args) == 5 && os.Args[1] == "crowd" {
		crowd(os.Args[2], number(os.Args[3]), number(os.Args[4]))
		return
	}
	if len(os.Args) != 5 {
		fmt.Fprintln(os.Stderr, "usage: requests|responder|connect|logins FOLDER servers|url NAME")
		os.Exit(2)
	}
	mode, folder, key, name := os.Args[1], os.Args[2], os.Args[3], os.Args[4]
	if mode == "logins" {
		logins(folder, name)
		return
	}
	connection, err := connect(folder, key, name)
	if err == nil {
		err = connection.Flush()
	}
	if err != nil {
		fmt.Println(class(err))
		os.Exit(1)
	}
	defer connection.Close()
	switch mode {
	case "connect":
		fmt.Println("ok")
	case "responder":
		respond(connection)
	case "requests":
		request(connection)
	}
}

func connect(folder, key, name string) (*nats.Conn, error) {
	options := []nats.Option{
		nats.Name(name),
		nats.DisconnectErrHandler(func(*nats.Conn, error) { note("disconnected") }),
		nats.ReconnectHandler(func(c *nats.Conn) { note("reconnected to", c.ConnectedServerName()) }),
	}
	if key == "servers" {
		options = append(options, nats.Token(read(folder, "token")))
	}
	return nats.Connect(read(folder, key), options...)
}

func respond(connection *nats.Conn) {
	_, err := connection.QueueSubscribe(subject, "responders", func(m *nats.Msg) { m.Respond(m.Data) })
	if err != nil {
		panic(class(err))
	}
	connection.Flush()
	fmt.Println("connected")
	io.Copy(io.Discard, os.Stdin)
}

func request(connection *nats.Conn) {
	fmt.Println("connected")
	end := make(chan struct{})
	go func() {
		io.Copy(io.Discard, os.Stdin)
		close(end)
	}()
	var count struct {
		sync.Mutex
		answered int
		why      map[string]int
	}
	count.why = map[string]int{}
	var open sync.WaitGroup
	sent := 0
	tick := time.NewTicker(50 * time.Millisecond)
	for going := true; going; {
		select {
		case <-end:
			going = false
		case <-tick.C:
			sent++
			open.Go(func() {
				_, err := connection.Request(subject, []byte("hi"), 2*time.Second)
				count.Lock()
				defer count.Unlock()
				if err == nil {
					count.answered++
				} else {
					note("lost a request:", class(err))
					count.why[class(err)]++
				}
			})
		}
	}
	open.Wait()
	json.NewEncoder(os.Stdout).Encode(map[string]any{
		"library": "nats.go " + nats.Version, "sent": sent, "answered": count.answered,
		"lost": sent - count.answered, "why": count.why,
		"reconnects": connection.Stats().Reconnects, "closed": connection.IsClosed(),
	})
}

// note writes what happens to the connection, with the time, so that what clients tell can be put in order.
func note(words ...any) {
	fmt.Fprintln(os.Stderr, append([]any{time.Now().UTC().Format("15:04:05.000")}, words...)...)
}

// class names an error without its text, which could hold a URL with a token.
func class(err error) string {
	for name, known := range map[string]error{
		"authorization": nats.ErrAuthorization, "timeout": nats.ErrTimeout,
		"no responders": nats.ErrNoResponders, "closed": nats.ErrConnectionClosed,
		"no servers": nats.ErrNoServers, "disconnected": nats.ErrDisconnected,
	} {
		if errors.Is(err, known) {
			return name
		}
	}
	return fmt.Sprintf("%T", err)
}

func number(text string) int {
	number, err := strconv.Atoi(text)
	if err != nil {
		panic(err)
	}
	return number
}

func read(folder, key string) string {
	text, err := os.ReadFile(filepath.Join(folder, key))
	if err != nil {
		panic(err)
	}
	return strings.TrimSpace(string(text))
}
