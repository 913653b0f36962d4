package dev.natstoken.operator.apiserver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.natstoken.operator.Reported;
import dev.natstoken.operator.SecretText;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.nats.probe.Logins;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What must hold whatever breaks, looked at from outside while a row goes on.
 *
 * <ol>
 *   <li>The token of the Secret gets in at a server that the Secret names. Attached servers and a
 *       revocation have no overlap: there it holds at the end.
 *   <li>The former token gets in somewhere until the overlap ends.
 *   <li>No server lets in a client without a token.
 *   <li>The set has never fewer servers than are wanted before or after, and never goes back to a
 *       template that it had left.
 *   <li>Each token that is ever published is worth one generation, and none is made for a resource
 *       that was deleted. Attached servers keep the last.
 * </ol>
 *
 * <p>Servers restart in between, and what is read first may be old when the rest is read. So a
 * promise is broken only if it is so twice in a row with the same objects.
 */
final class Promises implements AutoCloseable {

  private static final long PAUSE_MILLIS = 150;

  private final FaultWorld world;
  private final int fewestServers;
  private final boolean overlaps;
  private final boolean deletes;
  private final Set<String> broken = new CopyOnWriteArraySet<>();
  private final List<String> tokens;
  private final List<Integer> templates = new CopyOnWriteArrayList<>();
  private final List<SharedIndexInformer<?>> informers = new ArrayList<>();
  private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger looks = new AtomicInteger();
  private Set<String> doubted = Set.of();

  /** Begins to look. */
  Promises(FaultWorld world, FaultPhase phase) {
    this.world = world;
    this.fewestServers = phase == FaultPhase.SCALE ? FaultSetup.SERVERS - 1 : world.servers();
    this.tokens = world.tokens();
    this.deletes = phase == FaultPhase.DELETE;
    this.overlaps = !world.setup().isAttached() && phase != FaultPhase.REVOKE;
    informers.add(
        world
            .namespace()
            .object(Secret.class, TestNamespace.TOKEN_SECRET)
            .inform(new Remembering<Secret>(this::saw)));
    if (!world.setup().isAttached()) {
      informers.add(
          world
              .namespace()
              .object(StatefulSet.class, world.setup().servers())
              .inform(new Remembering<StatefulSet>(this::saw)));
    }
    world.availability().begin();
    var _ = looking.scheduleWithFixedDelay(this::look, 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** In words; empty if all were kept. */
  Set<String> broken() {
    return Set.copyOf(broken);
  }

  /** How many different tokens were ever published in this world. */
  int tokens() {
    return Set.copyOf(tokens).size();
  }

  private void saw(Secret secret) {
    String token = SecretText.of(secret, "token");
    if (!token.isEmpty() && (tokens.isEmpty() || !tokens.getLast().equals(token))) {
      if (tokens.contains(token)) {
        broken.add("a token that had been replaced is published again");
      }
      if (deletes && !tokens.isEmpty()) {
        broken.add("a resource that was deleted gets another token");
      }
      tokens.add(token);
    }
  }

  private void saw(StatefulSet set) {
    if (set.getSpec().getReplicas() < fewestServers) {
      broken.add("the set has " + set.getSpec().getReplicas() + " servers");
    }
    int template = Serialization.asYaml(set.getSpec().getTemplate()).hashCode();
    if (templates.isEmpty() || templates.getLast() != template) {
      if (templates.contains(template)) {
        broken.add("the set goes back to a template that it had left");
      }
      templates.add(template);
    }
  }

  private void look() {
    try {
      Set<String> now = doubts();
      now.stream().filter(doubted::contains).forEach(d -> broken.add(d.replaceFirst(" \\[.*", "")));
      doubted = now;
      looks.incrementAndGet();
    } catch (KubernetesClientException e) {
      doubted = Set.of(); // Namespaces end before this does.
    } catch (RuntimeException e) {
      broken.add("nobody could look: " + e);
    }
  }

  /** What looks broken at this moment, with what it was seen at in brackets. */
  private Set<String> doubts() {
    NatsTokenAuth resource = world.namespace().get();
    Secret secret = world.namespace().object(Secret.class, TestNamespace.TOKEN_SECRET).get();
    Map<String, Pod> pods =
        ApiServer.get()
            .client()
            .pods()
            .inNamespace(world.namespace().name())
            .list()
            .getItems()
            .stream()
            .filter(p -> p.getStatus() != null && p.getStatus().getPodIP() != null)
            .collect(Collectors.toMap(p -> p.getMetadata().getName(), p -> p));
    String at =
        " [%s %s]"
            .formatted(
                secret == null ? "" : secret.getMetadata().getResourceVersion(),
                pods.values().stream().map(p -> p.getMetadata().getUid()).sorted().toList());
    Set<String> doubts = new TreeSet<>();
    for (Pod pod : pods.values()) {
      if (asked(pod, Optional.empty()).equals(Optional.of(true))) {
        doubts.add("a server is open" + at);
      }
    }
    if (resource == null || secret == null || !overlaps) {
      return doubts;
    }
    String token = SecretText.of(secret, "token");
    List<Boolean> answers =
        Stream.of(SecretText.of(secret, "servers").split(",", -1))
            .map(url -> url.replace("nats://", "").replaceFirst("[.].*", ""))
            .flatMap(name -> Optional.ofNullable(pods.get(name)).stream())
            .flatMap(pod -> asked(pod, Optional.of(token)).stream())
            .toList();
    world.availability().seen(answers.contains(true));
    if (!answers.isEmpty() && !answers.contains(true)) {
      doubts.add("no server that the Secret names lets in its token" + at);
    }
    Optional<String> former = former(resource, token);
    if (former.isPresent()) {
      List<Boolean> formerAnswers =
          pods.values().stream().flatMap(pod -> asked(pod, former).stream()).toList();
      if (!formerAnswers.isEmpty() && !formerAnswers.contains(true)) {
        doubts.add("the former token gets in nowhere before its overlap ends" + at);
      }
    }
    return doubts;
  }

  /** The token that should still work at this moment. */
  private Optional<String> former(NatsTokenAuth resource, String token) {
    if (!"Overlap".equals(Reported.phase(resource))
        || resource.getStatus().rotation().overlapEndsAt() == null
        || Instant.parse(resource.getStatus().rotation().overlapEndsAt()).isBefore(Instant.now())) {
      return Optional.empty();
    }
    List<String> all = List.copyOf(tokens);
    int at = all.lastIndexOf(token);
    return at > 0 ? Optional.of(all.get(at - 1)) : Optional.empty();
  }

  /** Empty if nobody answers. */
  private static Optional<Boolean> asked(Pod pod, Optional<String> token) {
    try {
      return Optional.of(Logins.isAccepted(pod.getStatus().getPodIP(), 4222, token));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** At the end, with nothing restarting: all servers let in the token and nobody else. */
  void lookAtTheEnd() {
    Secret secret = world.namespace().object(Secret.class, TestNamespace.TOKEN_SECRET).get();
    if (world.namespace().get() == null) {
      if (world.setup().isAttached()) {
        lookAtThoseThatOutlivedIt();
      }
      return;
    }
    String token = SecretText.of(secret, "token");
    for (int i = 0; i < world.namespace().get().getStatus().readyReplicas(); i++) {
      requireAlone(i, token);
    }
    long generation = world.namespace().tokenGeneration();
    if (tokens() != generation) {
      broken.add("generation " + generation + " after " + tokens() + " tokens");
    }
  }

  /** Attached servers need no resource to go on with its token, from a restart on, too. */
  private void lookAtThoseThatOutlivedIt() {
    for (int i = 0; i < world.servers(); i++) {
      world.lose(i);
    }
    world.namespace().servers().settle();
    for (int i = 0; i < world.servers(); i++) {
      requireAlone(i, tokens.getLast());
    }
  }

  private void requireAlone(int ordinal, String token) {
    Pod pod = world.namespace().object(Pod.class, world.setup().servers() + "-" + ordinal).get();
    require(pod, Optional.of(token), true, "the token is refused at the end");
    require(pod, Optional.empty(), false, "a server is open at the end");
    for (String other : tokens) {
      if (!other.equals(token)) {
        require(pod, Optional.of(other), false, "a former token gets in at the end");
      }
    }
  }

  private void require(Pod pod, Optional<String> token, boolean accepted, String otherwise) {
    TestNamespace.await("an answer of " + pod.getMetadata().getName())
        .until(() -> asked(pod, token).isPresent());
    if (!asked(pod, token).equals(Optional.of(accepted))) {
      broken.add(otherwise);
    }
  }

  @Override
  public void close() throws InterruptedException {
    looking.shutdown();
    assertThat(looking.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    informers.forEach(SharedIndexInformer::close);
    assertThat(looks).as("looks").hasPositiveValue();
  }
}
