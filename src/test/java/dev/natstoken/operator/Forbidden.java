package dev.natstoken.operator;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static dev.natstoken.operator.ArchitectureTest.ROOT;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import io.fabric8.kubernetes.client.CustomResource;

/** What the table of {@link ArchitectureTest} forbids, each under the name that it has there. */
final class Forbidden {

  static final DescribedPredicate<JavaClass> OURS =
      resideInAnyPackage(ROOT + "..").as("anything of ours");

  static final DescribedPredicate<JavaClass> MAIN = resideInAnyPackage(ROOT).as("main");

  /** CustomResource, which the API class extends, is data that lies among the client's classes. */
  static final DescribedPredicate<JavaClass> A_CLIENT =
      resideInAnyPackage("io.fabric8.kubernetes.client..", "io.javaoperatorsdk..")
          .and(not(type(CustomResource.class)))
          .as("a client of the API server");

  /** What the data of Kubernetes is not: anything that could read or write a cluster. */
  static final DescribedPredicate<JavaClass> MORE_THAN_KUBERNETES_DATA =
      resideInAnyPackage("io.fabric8..", "io.javaoperatorsdk..")
          .and(
              not(
                  resideInAnyPackage(
                      "io.fabric8.kubernetes.api.model..",
                      "io.fabric8.kubernetes.api.builder..",
                      "io.fabric8.kubernetes.model.annotation..",
                      "io.fabric8.generator.annotation..",
                      "io.fabric8.crd.generator.annotation..")))
          .and(not(type(CustomResource.class)))
          .as("more of Kubernetes than its data");

  static final DescribedPredicate<JavaClass> KUBERNETES =
      resideInAnyPackage("io.fabric8..", "io.javaoperatorsdk..").as("Kubernetes");

  static final DescribedPredicate<JavaClass> THE_NETWORK =
      resideInAnyPackage("java.net.http..", "java.nio.channels..")
          .or(
              belongToAnyOf(
                  java.net.Socket.class,
                  java.net.ServerSocket.class,
                  java.net.DatagramSocket.class,
                  java.net.URLConnection.class,
                  java.net.HttpURLConnection.class))
          .as("the network");

  static final DescribedPredicate<JavaClass> A_CLOCK =
      belongToAnyOf(java.time.Clock.class, java.time.InstantSource.class).as("a clock");

  static final DescribedPredicate<JavaClass> RANDOMNESS =
      belongToAnyOf(
              java.security.SecureRandom.class,
              java.util.Random.class,
              java.util.concurrent.ThreadLocalRandom.class,
              java.util.UUID.class)
          .as("randomness");

  /** Its records are data; all else there asks a server. */
  static final DescribedPredicate<JavaClass> WHAT_ASKS_A_SERVER =
      resideInAnyPackage(ROOT + ".nats.probe")
          .and(describe("is no record", type -> !type.isRecord()))
          .as("what asks a server");

  private Forbidden() {}
}
