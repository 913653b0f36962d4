# The operator's image: a Java runtime, the C libraries that it loads and the program; no shell.
# A test ties its versions to those of dev/versions.env.
FROM registry.k8s.io/kube-apiserver:v1.34.4 AS kubernetes
FROM registry.k8s.io/etcd:3.6.5-0 AS etcd
FROM nats:2.15.2 AS nats

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /source
COPY .mvn .mvn
COPY pom.xml .
RUN mvn --batch-mode --no-transfer-progress -Psbom dependency:go-offline
COPY src src
COPY crds crds
COPY dev/image-root dev/java.options dev/lib.sh dev/versions.env dev/go.mod dev/
COPY dev/nats/go.mod dev/nats/
# The image's class cache is recorded in a rehearsal with these.
ARG TARGETARCH
ENV NATS_TOKEN_DEV_CACHE=/tools
COPY --from=nats /nats-server /tools/bin/
COPY --from=kubernetes /usr/local/bin/kube-apiserver /tools/envtest/k8s/1.34.4-linux-$TARGETARCH/
COPY --from=etcd /usr/local/bin/etcd /tools/envtest/k8s/1.34.4-linux-$TARGETARCH/
RUN mvn --batch-mode --no-transfer-progress -Psbom -DskipTests \
  package dependency:build-classpath -Dmdep.outputFile=target/test.classpath && \
  dev/image-root /root-of-image

FROM scratch
COPY --from=build /root-of-image /
USER 65532:65532
EXPOSE 8080 8081
ENTRYPOINT ["/java/bin/java", "@/operator/java.options", "-XX:AOTCache=/operator/classes.aot", \
  "-jar", "/operator/nats-token-operator.jar"]
