package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;

/** An image's processor and its host's, which is nothing that a script has to say. */
class ImagePlatformsTest {

  @TempDir private Path folder;

  private final FakeAws aws = FakeAws.create();
  private JibImage image;

  @BeforeEach
  void makeImage() throws Exception {
    image = new JibImage(folder).file("/app/run", "code");
    image.builder().setEntrypoint("/app/run", "--all");
  }

  @AfterEach
  void close() {
    aws.close();
  }

  private JobDetail job(String instanceType, String reference) {
    BatchWorld world = BatchWorld.ready(aws, r -> r.instanceTypes(instanceType));
    world.register(
        r ->
            r.containerProperties(
                r.build().containerProperties().toBuilder().image(reference).build()));
    String id = world.submit("job");
    aws.runUntilIdle();
    return world.job(id);
  }

  private List<String> lines(JobDetail job) {
    try (CloudWatchLogsClient logs = aws.client(CloudWatchLogsClient.builder())) {
      return logs
          .getLogEvents(
              r -> r.logGroupName("/aws/batch/job").logStreamName(job.container().logStreamName()))
          .events()
          .stream()
          .map(OutputLogEvent::message)
          .toList();
    }
  }

  private static void cannotBeExecuted(JobDetail job) {
    assertThat(job.status()).isEqualTo(JobStatus.FAILED);
    assertThat(job.statusReason()).isEqualTo("Essential container in task exited");
    assertThat(job.container().reason()).isNull();
    assertThat(job.container().exitCode()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"c6g.large, amd64", "c5.large, arm64"})
  void image_forAnotherProcessor_startsAndFails(String instanceType, String architecture)
      throws Exception {
    JobDetail job = job(instanceType, image.architectures(architecture).push(aws, "app", "1.0"));

    cannotBeExecuted(job);
    assertThat(lines(job)).containsExactly("exec /app/run: exec format error");
  }

  @Test
  void image_forAnotherProcessor_doesNothingThatAScriptSays() throws Exception {
    aws.jobs().image("*").logs("started").exits(0);

    JobDetail job = job("c6g.large", image.architectures("amd64").push(aws, "app", "1.0"));

    cannotBeExecuted(job);
    assertThat(lines(job)).containsExactly("exec /app/run: exec format error");
  }

  @ParameterizedTest
  @CsvSource({"c6g.large, arm64", "c5.large, amd64", "c5.large, 386"})
  void image_forItsHostsProcessor_runs(String instanceType, String architecture) throws Exception {
    JobDetail job = job(instanceType, image.architectures(architecture).push(aws, "app", "1.0"));

    assertThat(job.status()).as(job.statusReason()).isEqualTo(JobStatus.SUCCEEDED);
  }

  @ParameterizedTest
  @CsvSource({"c6g.large, amd64, 386, linux/arm64/v8", "c5.large, arm64, ppc64le, linux/amd64"})
  @Rule("JOB-42")
  void index_withoutTheHostsProcessor_cannotBePulled(
      String instanceType, String one, String other, String platform) throws Exception {
    JobDetail job = job(instanceType, image.architectures(one, other).push(aws, "app", "1.0"));

    assertThat(job.statusReason()).isEqualTo("Task failed to start");
    assertThat(job.container().exitCode()).isNull();
    assertThat(job.container().reason())
        .isEqualTo(
            "CannotPullContainerError: Error response from daemon: no matching manifest for "
                + platform
                + " in the manifest list entries");
  }

  @ParameterizedTest
  @CsvSource({"c6g.large", "c5.large"})
  void index_withTheHostsProcessor_runs(String instanceType) throws Exception {
    JobDetail job =
        job(instanceType, image.architectures("amd64", "arm64").push(aws, "app", "1.0"));

    assertThat(job.status()).as(job.statusReason()).isEqualTo(JobStatus.SUCCEEDED);
  }

  @Test
  void script_thatSaysHowThePullFails_counts() throws Exception {
    aws.jobs().image("*").failsToStart("CannotPullContainerError: no basic auth credentials");

    JobDetail job = job("c6g.large", image.architectures("amd64", "386").push(aws, "app", "1.0"));

    assertThat(job.container().reason())
        .isEqualTo("CannotPullContainerError: no basic auth credentials");
  }

  @Test
  void script_byATag_isForADefinitionByTheDigest() throws Exception {
    String reference = image.architectures("amd64").pushForDigest(aws, "app", "1.0");
    aws.jobs().image("*/app:1.0").exits(3);
    aws.jobs().image("*/app:2.0").exits(4);

    assertThat(job("c5.large", reference).container().exitCode()).isEqualTo(3);
    assertThat(aws.jobs().unfired()).containsExactly("containers of image */app:2.0");
  }
}
