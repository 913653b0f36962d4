// Coredns answers for the names of the development cluster: CoreDNS with the plugins that dns.yaml
// names, and no others.
package main

import (
	"github.com/coredns/coredns/core/dnsserver"
	"github.com/coredns/coredns/coremain"
	_ "github.com/coredns/coredns/plugin/cache"
	_ "github.com/coredns/coredns/plugin/errors"
	_ "github.com/coredns/coredns/plugin/health"
	_ "github.com/coredns/coredns/plugin/kubernetes"
	_ "github.com/coredns/coredns/plugin/ready"
)

// The order in which a query passes them.
func init() { dnsserver.Directives = []string{"health", "ready", "errors", "cache", "kubernetes"} }

func main() { coremain.Run() }
