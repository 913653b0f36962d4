// Promql reads expressions, one a line, and prints the names of the metrics that they ask for. It fails
// at the first one that Prometheus would not take.
package main

import (
	"bufio"
	"fmt"
	"log"
	"os"

	"github.com/prometheus/prometheus/promql/parser"
)

func main() {
	log.SetFlags(0)
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		expression, err := parser.ParseExpr(lines.Text())
		if err != nil {
			log.Fatalf("%s: %v", lines.Text(), err)
		}
		parser.Inspect(expression, func(node parser.Node, _ []parser.Node) error {
			if selector, ok := node.(*parser.VectorSelector); ok {
				fmt.Println(selector.Name)
			}
			return nil
		})
	}
}
