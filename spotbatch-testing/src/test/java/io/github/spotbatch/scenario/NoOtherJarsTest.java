package io.github.spotbatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.FakeAwsServer;
import io.github.spotbatch.testing.OtherJvm;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Jobs need no other service jar of the SDK than batch and cloudwatchlogs: a second JVM without the
 * others submits to an AWS in this one.
 */
class NoOtherJarsTest {

  static final double SPEED = 600;

  /** And none of Spring, which has a line of its own to say. */
  private static final Pattern OTHER_SERVICE =
      Pattern.compile("(ec2|ecr|ecs|iam|sts|sso|ssooidc|spring-[a-z]+)-\\d.*\\.jar");

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void jobs_onlyBatchAndLogsOnTheClassPath_areSubmittedWaitedForAndRead() throws Exception {
    try (FakeAws aws = FakeAws.builder().speed(SPEED).build();
        FakeAwsServer server = aws.serve(0)) {
      HandMadeQueue.make(aws);
      aws.jobs().named("frame-12").logs("scene loaded");

      List<String> output =
          OtherJvm.run(
              SubmittingApplication.class,
              jar -> !OTHER_SERVICE.matcher(jar).matches(),
              server.endpoint().toString());

      assertThat(output)
          .containsExactly(
              "state: SUCCEEDED",
              "line: scene loaded",
              "host: This needs the AWS SDK's ecs client: add software.amazon.awssdk:ecs to the"
                  + " class path.",
              "hosts: Optional.empty");
    }
  }
}
