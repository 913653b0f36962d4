package dev.natstoken.operator.apiserver;

import dev.natstoken.operator.AsUser;
import dev.natstoken.operator.Reported;
import dev.natstoken.operator.api.NatsTokenAuth;
import dev.natstoken.operator.faults.ApiCall;
import dev.natstoken.operator.faults.FaultyApiServer;
import dev.natstoken.operator.faults.Injection;
import dev.natstoken.operator.status.Conditions;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.OperatorException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** One resource with an operator of its own, behind a proxy that breaks things. */
final class FaultWorld implements AutoCloseable {

  /** Far more than any fault takes, on a slow machine too. */
  static final Duration LIMIT = Duration.ofMinutes(3);

  private static final int LAST_CALLS = 20;

  private final FaultSetup setup;
  private final TestNamespace namespace = new TestNamespace();
  private final FaultyApiServer proxy = new FaultyApiServer(ApiServer.get().config());
  private volatile long lastInjected = System.nanoTime();
  private String formerSecret = "";
  private FaultPhase phase = FaultPhase.CREATE;
  private int servers = FaultSetup.SERVERS;
  private int changes;
  private long generation = 1;
  private final List<String> tokens = new CopyOnWriteArrayList<>();
  private final Availability availability = new Availability();

  FaultWorld(FaultSetup setup) {
    this.setup = setup;
    if (setup.isAttached()) {
      new ChartLayout(ApiServer.get().client(), namespace.name()).install();
    }
    if (setup.isBrought()) {
      bring();
    }
    startOperator();
  }

  FaultSetup setup() {
    return setup;
  }

  /** What the user does next. */
  void begin(FaultPhase next) {
    phase = next;
  }

  FaultPhase phase() {
    return phase;
  }

  TestNamespace namespace() {
    return namespace;
  }

  FaultyApiServer proxy() {
    return proxy;
  }

  /** One that cannot begin ends and is started again by kubelet. */
  void startOperator() {
    TestNamespace.await("an operator that begins")
        .atMost(LIMIT)
        .ignoreExceptionsMatching(OperatorException.class::isInstance)
        .until(() -> {
          namespace.startOperator(Map.of(), ApiServer.operatorClient(proxy.config()));
          return true;
        });
  }

  /** Applies what the user wants by now. */
  void apply() {
    namespace.apply(setup.spec(servers, changes));
  }

  /** Something that no server can take up while it runs. */
  void change() {
    changes++;
    apply();
  }

  /** One server fewer, or that one again. */
  void scale() {
    servers = servers == FaultSetup.SERVERS ? FaultSetup.SERVERS - 1 : FaultSetup.SERVERS;
    if (setup.isAttached()) {
      namespace.edit(
          StatefulSet.class,
          ChartLayout.SET,
          s -> new StatefulSetBuilder(s).editSpec().withReplicas(servers).endSpec().build());
    } else {
      apply();
    }
  }

  void rotate() {
    generation++;
    if (setup.isBrought()) {
      bring();
    } else {
      AsUser.requestRotation(namespace.resource(), "" + generation);
    }
  }

  /** A token that somebody brought comes back as it was. */
  void revoke() {
    formerSecret = secretUid();
    if (!setup.isBrought()) {
      generation++;
    }
    namespace.object(Secret.class, TestNamespace.TOKEN_SECRET).delete();
  }

  /** Everything serves, undisturbed. */
  void serve() {
    apply();
    await(FaultPhase.CREATE, () -> true, () -> {});
  }

  /** The pod of this server is deleted by somebody, if it is there. */
  void lose(int ordinal) {
    Pod pod = namespace.object(Pod.class, setup.servers() + "-" + ordinal).get();
    if (pod != null) {
      namespace.servers().delete(pod);
    }
  }

  private void bring() {
    namespace.putSecret(FaultSetup.BROUGHT, "token", "token-of-my-own-number-" + generation);
  }

  /** As many as the user wants by now. */
  int servers() {
    return servers;
  }

  /** That of the token that the user wants by now. */
  long generation() {
    return generation;
  }

  /** Plays StatefulSet controller until the phase is done and the fault over, which goes on. */
  void await(FaultPhase phase, BooleanSupplier over, Runnable fault) {
    TestNamespace.await(setup + ", " + phase)
        .atMost(LIMIT)
        .ignoreExceptionsMatching(KubernetesClientException.class::isInstance)
        .until(() -> {
          fault.run();
          namespace.servers().settle();
          return over.getAsBoolean() && phase.isDone(this);
        });
  }

  /** All is as the user wants it by now. */
  boolean isSettled() {
    NatsTokenAuth now = namespace.get();
    StatefulSet set = namespace.object(StatefulSet.class, setup.servers()).get();
    return set != null
        && set.getSpec().getReplicas() == servers
        && Reported.isNewest(now)
        && Reported.isTrue(now, Conditions.READY)
        && Reported.isTrue(now, Conditions.VERIFIED)
        && Reported.condition(now, Conditions.RECONCILING).isEmpty()
        && now.getStatus().rotation() == null
        && now.getStatus().token().generation() == generation
        && Objects.equals(now.getStatus().readyReplicas(), servers);
  }

  /** Those that were ever published, in their order, as far as somebody looked. */
  List<String> tokens() {
    return tokens;
  }

  /** What clients have of the servers. */
  Availability availability() {
    return availability;
  }

  boolean hasAnotherSecret() {
    return !secretUid().isEmpty() && !secretUid().equals(formerSecret);
  }

  private String secretUid() {
    Secret secret = namespace.object(Secret.class, TestNamespace.TOKEN_SECRET).get();
    return secret == null ? "" : secret.getMetadata().getUid();
  }

  /** Each different request of these meets the fault once, and passes the next time. */
  void onceEach(Predicate<ApiCall> which, Injection injection) {
    Set<String> met = ConcurrentHashMap.newKeySet();
    proxy.rule(call ->
        which.test(call) && met.add(call.toString()) ? injected(injection) : Injection.NONE);
  }

  /** The request of these with this number, counted from 0, meets the fault. */
  void atNumber(int number, Predicate<ApiCall> which, Injection injection) {
    AtomicInteger count = new AtomicInteger();
    proxy.rule(call ->
        which.test(call) && count.getAndIncrement() == number
            ? injected(injection)
            : Injection.NONE);
  }

  /** All of these from this number on meet the fault. */
  void fromNumber(int number, Predicate<ApiCall> which, Injection injection) {
    AtomicInteger count = new AtomicInteger();
    proxy.rule(call ->
        which.test(call) && count.getAndIncrement() >= number
            ? injected(injection)
            : Injection.NONE);
  }

  private Injection injected(Injection injection) {
    disturbed();
    return injection;
  }

  /** The fault is at work at this moment. */
  void disturbed() {
    lastInjected = System.nanoTime();
  }

  Duration sinceFault() {
    return Duration.ofNanos(System.nanoTime() - lastInjected);
  }

  long writes() {
    return proxy.calls().stream().filter(ApiCall::isWrite).count();
  }

  /** For the message about a row that does not come to its end. */
  String describe() {
    var calls = proxy.calls();
    NatsTokenAuth resource = namespace.get();
    return "the last requests are "
        + calls.subList(Math.max(0, calls.size() - LAST_CALLS), calls.size())
        + ", the status is "
        + (resource == null ? "gone with the resource" : resource.getStatus());
  }

  /** The fault is over, whatever it was. */
  void mend() {
    proxy.rule(call -> Injection.NONE);
    proxy.hold(call -> false);
    proxy.away(false);
    namespace.servers().thaw();
  }

  @Override
  public void close() {
    mend();
    namespace.close();
    proxy.close();
  }
}
