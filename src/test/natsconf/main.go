// natsconf tells what nats-server's own parser reads in texts, for the comparison with ours. A line of
// the input is a JSON object of the files of one configuration by their names, of which nats.conf is
// read; a line of the output is its tree, or "error".
package main

import (
	"bufio"
	"encoding/json"
	"log"
	"os"
	"path/filepath"

	"github.com/nats-io/nats-server/v2/conf"
)

const failed = "error"

func main() {
	os.Clearenv() // A variable that a text does not set is looked for there.
	folder, err := os.MkdirTemp("", "natsconf")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(folder)
	lines := bufio.NewReader(os.Stdin)
	in, out := json.NewDecoder(lines), json.NewEncoder(os.Stdout)
	for in.More() {
		var files map[string]string
		if err := in.Decode(&files); err != nil {
			log.Fatal(err)
		}
		if err := out.Encode(read(folder, files)); err != nil {
			log.Fatal(err)
		}
	}
}

func read(folder string, files map[string]string) (tree any) {
	for name, text := range files {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			log.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			log.Fatal(err)
		}
	}
	defer func() {
		if recover() != nil {
			tree = failed // A server would crash, and so it does not take the text.
		}
	}()
	settings, err := conf.ParseFileWithChecks(filepath.Join(folder, "nats.conf"))
	if err != nil {
		return failed
	}
	return shape(folder, settings)
}

// token is what the parser makes of every value, if it is asked for checks.
type token interface {
	Value() any
	SourceFile() string
}

// shape keeps of a map its keys, each with the file that sets it and its value, and of the other
// values what kind they are.
func shape(folder string, value any) any {
	switch v := value.(type) {
	case token:
		return shape(folder, v.Value())
	case map[string]any:
		settings := map[string]any{}
		for key, each := range v {
			file, err := filepath.Rel(folder, each.(token).SourceFile())
			if err != nil {
				log.Fatal(err)
			}
			settings[key] = map[string]any{"file": file, "value": shape(folder, each)}
		}
		return settings
	case []any:
		items := []any{}
		for _, each := range v {
			items = append(items, shape(folder, each))
		}
		return items
	case bool:
		return v
	default:
		return "plain"
	}
}
