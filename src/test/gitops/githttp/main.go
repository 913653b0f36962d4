// Githttp serves the git repositories in a folder over HTTP, for Flux to fetch from:
//
//	githttp FOLDER ADDRESS
package main

import (
	"log"
	"net/http"
	"net/http/cgi"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

func main() {
	programs, err := exec.Command("git", "--exec-path").Output()
	if err != nil {
		log.Fatal("git: ", err)
	}
	git := &cgi.Handler{
		Path: filepath.Join(strings.TrimSpace(string(programs)), "git-http-backend"),
		Env:  []string{"GIT_PROJECT_ROOT=" + os.Args[1], "GIT_HTTP_EXPORT_ALL=1"},
	}
	log.Fatal(http.ListenAndServe(os.Args[2], git))
}
