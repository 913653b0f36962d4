# The operator's image: a Java runtime, the C libraries that it loads and the program; no shell.
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /source
COPY .mvn .mvn
COPY pom.xml .
RUN mvn --batch-mode --no-transfer-progress dependency:go-offline
COPY src src
COPY crds crds
COPY dev/image-root dev/image-root
RUN mvn --batch-mode --no-transfer-progress -DskipTests package && dev/image-root /root-of-image

FROM scratch
COPY --from=build /root-of-image /
USER 65532:65532
EXPOSE 8080
ENTRYPOINT ["/java/bin/java", "-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", \
  "-XX:AOTCache=/operator/classes.aot", "-XX:MaxRAMPercentage=30", "-XX:+ExitOnOutOfMemoryError", \
  "-jar", "/operator/nats-token-operator.jar"]
