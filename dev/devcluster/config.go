package main

import (
	"bytes"
	"embed"
	"os"
	"path/filepath"
	"text/template"
)

//go:embed config
var configFiles embed.FS

// render fills one of the embedded files with the addresses and folders of the cluster.
func render(l layout, name string, user string) ([]byte, error) {
	parsed, err := template.ParseFS(configFiles, "config/"+name)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	err = parsed.Execute(&out, map[string]string{
		"Run": l.run, "Pki": l.state("pki"), "User": user, "Server": apiServer,
		"NodeIP": nodeIP, "DNSIP": dnsIP, "PodCIDR": podCIDR, "PodLink": podLink,
		"CgroupRoot": cgroupRoot, "NetworkName": networkName,
	})
	return out.Bytes(), err
}

func writeConfig(l layout) error {
	files := map[string]string{
		"audit.yaml": l.state("audit.yaml"), "containerd.toml": l.state("containerd.toml"),
		"cni.conflist": l.state("cni", "10-dev.conflist"), "kubelet.yaml": l.state("kubelet.yaml"),
	}
	for name, path := range files {
		if err := writeRendered(l, name, "", path); err != nil {
			return err
		}
	}
	for _, user := range []string{"admin", "controller-manager", "scheduler", "proxy", "kubelet"} {
		if err := writeRendered(l, "kubeconfig.yaml", user, l.kubeconfig(user)); err != nil {
			return err
		}
	}
	return nil
}

func writeRendered(l layout, name, user, path string) error {
	text, err := render(l, name, user)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o600)
}
