package dev.natstoken.operator.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A git repository, as a team commits to it. */
final class GitRepository {

  private static final String NAME = "nats";

  private final Path folder;
  private final List<String> commits = new ArrayList<>();

  GitRepository(Path parent) {
    this.folder = parent.resolve(NAME);
    git("init", "--quiet", "--initial-branch=main", folder.toString());
  }

  Path folder() {
    return folder;
  }

  /** Commits this file with this content, or without the file if null; returns the commit. */
  synchronized String commit(String path, String content) {
    Path file = folder.resolve(path);
    try {
      if (content == null) {
        Files.delete(file);
      } else {
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    inFolder("add", "--all");
    inFolder("-c", "user.name=e2e", "-c", "user.email=e2e@example.com", "commit", "-qm", path);
    String commit = head();
    commits.add(commit);
    return commit;
  }

  /** Whether a revision, as Flux writes it, is this commit or a later one. */
  synchronized boolean isSince(String revision, String commit) {
    int found = commits.indexOf(revision.substring(revision.lastIndexOf(':') + 1));
    return found >= commits.indexOf(commit);
  }

  /** The newest commit. */
  synchronized String head() {
    return inFolder("rev-parse", "HEAD").strip();
  }

  private String inFolder(String... words) {
    return git(
        Stream.concat(Stream.of("-C", folder.toString()), Stream.of(words)).toArray(String[]::new));
  }

  private static String git(String... words) {
    return Commands.run(Stream.concat(Stream.of("git"), Stream.of(words)).toArray(String[]::new));
  }
}
