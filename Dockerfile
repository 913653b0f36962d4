# The operator's image: a Java runtime, the C libraries that it loads and the program; no shell.
# Tests tie its versions to those of dev/ and see to it that images have digests; where these are from
# stands in CONTRIBUTING.md.
FROM registry.k8s.io/kube-apiserver:v1.34.4@sha256:f2b5a686d329b24ef4f4b057ddaf61e01874122d584e99c2a19d1e1714e4b7ae AS kubernetes
FROM registry.k8s.io/etcd:3.6.5-0@sha256:042ef9c02799eb9303abf1aa99b09f09d94b8ee3ba0c2dd3f42dc4e1d3dce534 AS etcd
# The newest one of which the registry's public record has a digest; only the rehearsal runs it.
FROM nats:2.15.0@sha256:cd3fcd4ecdda44e3a66728a5334af0a959bc3979b32810e033d1c547241cd0f4 AS nats

FROM maven:3.9-eclipse-temurin-25@sha256:d67198007bb4441b07d45587320f83154de80ece3608f80408ef14c6ea847753 AS build
WORKDIR /source
COPY .mvn .mvn
COPY pom.xml .
RUN mvn --batch-mode --no-transfer-progress -Psbom dependency:go-offline
COPY src src
COPY crds crds
COPY dev/image-root dev/java.options dev/lib.sh dev/versions.env dev/go.mod dev/
COPY dev/nats/go.mod dev/nats/
# The image's class cache is recorded in a rehearsal with these.
ARG TARGETARCH VERSION=0.1.0
ENV NATS_TOKEN_DEV_CACHE=/tools
COPY --from=nats /nats-server /tools/bin/
COPY --from=kubernetes /usr/local/bin/kube-apiserver /tools/envtest/k8s/1.34.4-linux-$TARGETARCH/
COPY --from=etcd /usr/local/bin/etcd /tools/envtest/k8s/1.34.4-linux-$TARGETARCH/
RUN mvn --batch-mode --no-transfer-progress -Psbom -Drevision=$VERSION -DskipTests \
  package dependency:build-classpath -Dmdep.outputFile=target/test.classpath && \
  dev/image-root /root-of-image

FROM scratch
COPY --from=build /root-of-image /
ARG VERSION=0.1.0
LABEL org.opencontainers.image.title="nats-token-operator" \
  org.opencontainers.image.description="Kubernetes operator that provisions token-authenticated NATS servers" \
  org.opencontainers.image.licenses="Apache-2.0" \
  org.opencontainers.image.version="$VERSION"
USER 65532:65532
EXPOSE 8080 8081
ENTRYPOINT ["/java/bin/java", "@/operator/java.options", "-XX:AOTCache=/operator/classes.aot", \
  "-jar", "/operator/nats-token-operator.jar"]
