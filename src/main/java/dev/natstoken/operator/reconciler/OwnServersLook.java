package dev.natstoken.operator.reconciler;

import dev.natstoken.operator.api.TokenSpec.DeletionPolicy;
import dev.natstoken.operator.desired.ClientAccess;
import dev.natstoken.operator.desired.ScheduleWish;
import dev.natstoken.operator.desired.SecretAdditions;
import dev.natstoken.operator.desired.TokenSecret;
import dev.natstoken.operator.kube.Watches;
import dev.natstoken.operator.nats.config.ConfigDigest;
import dev.natstoken.operator.nats.tls.Authorities;
import dev.natstoken.operator.nats.tls.ServerCertificate;
import dev.natstoken.operator.nats.token.Token;
import dev.natstoken.operator.observed.Certificates;
import dev.natstoken.operator.observed.Configurations;
import dev.natstoken.operator.observed.Expectation;
import dev.natstoken.operator.observed.ReachedBefore;
import dev.natstoken.operator.observed.Rollout;
import dev.natstoken.operator.observed.SecondServer;
import dev.natstoken.operator.observed.SeenServers;
import dev.natstoken.operator.outcome.TryAgainException;
import dev.natstoken.operator.proof.Prover;
import dev.natstoken.operator.rotation.PublishedServers;
import dev.natstoken.operator.rotation.TokenState;
import dev.natstoken.operator.rotation.Wish;
import dev.natstoken.operator.rotation.Wish.WantedServers;
import dev.natstoken.operator.rotation.Wish.WantedToken;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The first two steps of {@link OwnServersPass}, which write nothing: it reads, and it looks. */
final class OwnServersLook {

  private final Watches watches;
  private final Prover prover;
  private final Tokens tokens;

  OwnServersLook(Watches watches, Prover prover, Tokens tokens) {
    this.watches = watches;
    this.prover = prover;
    this.tokens = tokens;
  }

  /**
   * What the user wants and brought, and what the token Secret says.
   *
   * @param second whether a rotation of a single server has another beside it
   * @param former authorities of servers that have not taken up the certificate of now
   * @param live the StatefulSet, if there is one
   */
  record Given(
      Wish wish,
      SecondServer second,
      Certificates certificates,
      Authorities former,
      ClientAccess access,
      TokenStore store,
      Optional<TokenState> stored,
      Optional<StatefulSet> live) {

    /** The token Secret of this state, with what its user adds to it. */
    SecretAdditions secret(Reconciliation about, TokenState state) {
      return about.withAdditions(
          TokenSecret.desired(
              about.owner(),
              listed(state),
              state,
              about.spec().tokenOrDefault().deletionPolicyOrDefault() == DeletionPolicy.Retain,
              access));
    }

    /** The servers that it sends clients to. */
    PublishedServers listed(TokenState state) {
      int existing = live.map(l -> l.getSpec().getReplicas()).orElse(0);
      return PublishedServers.of(state, wish.servers(state), existing);
    }
  }

  Given read(Reconciliation about) {
    BroughtSecrets brought = new BroughtSecrets(about.resource(), watches.existingSecrets());
    Optional<Token> token = brought.token();
    Certificates certificates = brought.certificates(about.owner(), about.now());
    SecondServer second = SecondServer.of(about.spec(), about.owner(), certificates);
    Wish wish = wish(about, second, token);
    TokenStore store = new TokenStore(about, wish.brought());
    Optional<TokenState> stored = store.read();
    Optional<StatefulSet> live = LiveSet.find(about);
    live.ifPresent(set -> awaitAdoption(about, set));
    Authorities former =
        certificates.areTakenUp(running(about, live), live)
            ? Authorities.NONE
            : store.authorities();
    return new Given(
        wish,
        second,
        certificates,
        former,
        clientAccess(about, certificates, former, live, store.hasTls()),
        store,
        stored,
        live);
  }

  /** The servers there are. Those that the set has yet to take up are servers all the same. */
  static List<Pod> running(Reconciliation about, Optional<StatefulSet> live) {
    return Stream.of(about.own().servers(live), about.own().adoptable(live))
        .flatMap(List::stream)
        .toList();
  }

  /**
   * Ends the pass while servers run that the set has yet to take up: without them the set would
   * look empty, and nothing would be spared in a roll.
   */
  private static void awaitAdoption(Reconciliation about, StatefulSet live) {
    about.own().adoptable(Optional.of(live)).stream()
        .filter(p -> p.getMetadata().getOwnerReferences().isEmpty())
        .filter(p -> Rollout.ordinal(p) < live.getSpec().getReplicas())
        .findFirst()
        .ifPresent(pod -> {
          throw new TryAgainException(
              "StatefulSet "
                  + live.getMetadata().getName()
                  + " has yet to take up Pod "
                  + pod.getMetadata().getName()
                  + "; waiting");
        });
  }

  private static Wish wish(Reconciliation about, SecondServer second, Optional<Token> brought) {
    var rotation = about.spec().rotationOrDefault();
    return new Wish(
        new WantedServers(
            about.spec().replicasOrDefault(),
            about.spec().jetstreamIfAny().isPresent(),
            second.possible()),
        new WantedToken(
            rotation.overlapOrDefault(),
            ScheduleWish.of(rotation),
            about.resource().rotateRequest(),
            brought));
  }

  /**
   * A client can go over to TLS where it is told of none, but not the other way round. It trusts
   * whoever vouches for a server that it may meet, unless it is to trust public authorities.
   */
  private ClientAccess clientAccess(
      Reconciliation about,
      Certificates certificates,
      Authorities former,
      Optional<StatefulSet> live,
      boolean hadTls) {
    Authorities named =
        certificates.clients().map(ServerCertificate::authorities).orElse(Authorities.NONE);
    boolean allPublic = certificates.clients().isPresent() && named.equals(Authorities.NONE);
    return new ClientAccess(
        about.spec().tls() != null && allHaveTls(about, live, hadTls),
        about.spec().serviceOrDefault().externalAddress(),
        (allPublic ? named : named.and(former)).text());
  }

  /** Those of an older revision may have none yet, unless clients were told that all have it. */
  private boolean allHaveTls(Reconciliation about, Optional<StatefulSet> live, boolean hadTls) {
    return live.map(l ->
            Certificates.hasTls(l)
                && (hadTls || running(about, live).stream().allMatch(p -> Rollout.isUpdated(p, l))))
        .orElse(true);
  }

  /** The servers before anything is written. */
  record Seen(SeenServers servers, Configurations configurations) {

    /** What is decided upon, with the StatefulSet as it is by now. */
    Grounds grounds(Reconciliation about, Given given, Optional<StatefulSet> live) {
      return new Grounds(about, given.wish().brought(), live, servers.pods());
    }
  }

  /** A pod above the number of servers is about to go, whoever put it there: nobody asks it. */
  Seen servers(Reconciliation about, Given given) {
    Configurations configurations = configurations(about, given.live());
    SeenServers unasked =
        SeenServers.unasked(
            about.own().servers(given.live()),
            about.now(),
            ReachedBefore.in(Optional.ofNullable(about.resource().getStatus())));
    SeenServers servers =
        given
            .stored()
            .map(state ->
                prover.prove(
                    unasked,
                    pod ->
                        given
                            .live()
                            .filter(set -> Rollout.ordinal(pod) < set.getSpec().getReplicas())
                            .map(set ->
                                Expectation.ofOwn(
                                    pod,
                                    given
                                        .certificates()
                                        .login(pod, about.owner(), set, given.former()),
                                    state,
                                    configurations))))
            .orElse(unasked);
    return new Seen(servers, configurations);
  }

  /** With the one that the servers run, even if it lost the label by which it is watched. */
  Configurations configurations(Reconciliation about, Optional<StatefulSet> live) {
    List<ConfigMap> maps = new ArrayList<>(about.own().configurations());
    live.map(s -> Configurations.digest(s.getSpec().getTemplate().getMetadata()))
        .filter(ConfigDigest::is)
        .map(about.owner().names()::configMap)
        .filter(name -> maps.stream().noneMatch(m -> name.equals(m.getMetadata().getName())))
        .flatMap(name -> about.applier().newest().read(ConfigMap.class, name))
        .filter(about.owner()::controls)
        .ifPresent(maps::add);
    Set<String> used =
        Stream.concat(
                live.map(s -> s.getSpec().getTemplate().getMetadata()).stream(),
                about.own().servers(live).stream().map(Pod::getMetadata))
            .map(Configurations::digest)
            .collect(Collectors.toSet());
    return tokens.configurations(maps, used);
  }
}
