package io.github.spotbatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.internal.JavaClassPath;
import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.FakeAwsServer;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Jobs need no other service jar of the SDK than batch and cloudwatchlogs: a second JVM without the
 * others submits to an AWS in this one.
 */
class NoOtherJarsTest {

  static final double SPEED = 600;

  private static final Pattern OTHER_SERVICE =
      Pattern.compile("(ec2|ecr|ecs|iam|sts|sso|ssooidc)-\\d.*\\.jar");

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void jobs_onlyBatchAndLogsOnTheClassPath_areSubmittedWaitedForAndRead() throws Exception {
    List<Path> classPath =
        JavaClassPath.of(NoOtherJarsTest.class).entries().stream()
            .filter(entry -> !OTHER_SERVICE.matcher(name(entry)).matches())
            .toList();
    try (FakeAws aws = FakeAws.builder().speed(SPEED).build();
        FakeAwsServer server = aws.serve(0)) {
      HandMadeQueue.make(aws);
      aws.jobs().named("frame-12").logs("scene loaded");

      List<String> output = run(classPath, server.endpoint().toString());

      assertThat(output)
          .containsExactly(
              "state: SUCCEEDED",
              "line: scene loaded",
              "host: This needs the AWS SDK's ecs client: add software.amazon.awssdk:ecs to the"
                  + " class path.");
    }
  }

  private static List<String> run(List<Path> classPath, String endpoint) throws Exception {
    String joined =
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                joined,
                SubmittingApplication.class.getName(),
                endpoint)
            .redirectErrorStream(true)
            .start();
    try (var output = process.getInputStream()) {
      return new String(output.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } finally {
      process.destroyForcibly();
    }
  }

  private static String name(Path entry) {
    return String.valueOf(entry.getFileName());
  }
}
