package dev.natstoken.operator.clients;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test whose clients and servers are processes of this machine, in a folder of its own. */
abstract class OnThisMachine {

  @TempDir Path folder;
  Place place;

  @BeforeEach
  void runHere() {
    place = Place.here(folder.resolve("logs"));
  }
}
