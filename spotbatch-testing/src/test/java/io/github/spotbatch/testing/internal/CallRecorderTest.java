package io.github.spotbatch.testing.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import io.github.spotbatch.testing.RecordedRequest;
import io.github.spotbatch.testing.Timings;
import io.github.spotbatch.testing.VirtualClock;
import io.github.spotbatch.testing.internal.access.AccessControl;
import io.github.spotbatch.testing.internal.script.Scripts;
import io.github.spotbatch.testing.internal.wire.AwsService;
import io.github.spotbatch.testing.internal.wire.DirectClient;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.batch.model.DescribeJobQueuesRequest;

class CallRecorderTest {

  private final World world = new World(VirtualClock.create(), Timings.defaults(), 1);
  private final Journal journal = new Journal(10);
  private final BatchClient batch =
      DirectClient.of(
          BatchClient.class,
          new ServiceCatalog(
                  world, new Scripts(), journal, "us-east-1", AccessControl.of(List.of()))
              .operations(AwsService.BATCH, null, null),
          Region.US_EAST_1);

  @Test
  void settingsOfOneRequest_areNotHeld() {
    batch.describeJobQueues(
        request ->
            request
                .jobQueues("jobs")
                .overrideConfiguration(
                    o ->
                        o.credentialsProvider(
                            StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("AKIDEXAMPLE", "topsecret")))));

    RecordedRequest call = journal.requests().get(0);

    assertThat(((DescribeJobQueuesRequest) call.request()).overrideConfiguration()).isEmpty();
    assertThat(((DescribeJobQueuesRequest) call.request()).jobQueues()).containsExactly("jobs");
  }

  @Test
  void timeline_hasRequestsThatChangeSomethingFirstAndNoReads() {
    batch.describeJobQueues();
    batch.registerJobDefinition(
        request ->
            request
                .jobDefinitionName("work")
                .type("container")
                .containerProperties(
                    container ->
                        container
                            .image("busybox")
                            .resourceRequirements(
                                cpu -> cpu.type("VCPU").value("1"),
                                memory -> memory.type("MEMORY").value("512"))));

    assertThat(world.timeline().entries())
        .extracting(Timeline.Entry::kind, Timeline.Entry::name, Timeline.Entry::change)
        .startsWith(
            tuple(
                "request", "batch RegisterJobDefinition", "jobDefinitionName=work type=container"));
  }

  @Test
  void timeline_hasEveryRefusalWithAwssText() {
    catchThrowable(
        () -> batch.submitJob(r -> r.jobName("a").jobQueue("jobs").jobDefinition("work")));
    catchThrowable(() -> batch.describeJobQueues(request -> request.nextToken("x")));

    assertThat(world.timeline().entries())
        .extracting(Timeline.Entry::change)
        .containsExactly(
            "jobName=a jobQueue=jobs jobDefinition=work refused: ClientException: Job queue jobs"
                + " does not exist",
            "nextToken=x refused: ClientException: nextToken is not valid.");
  }

  @Test
  void timeline_namesWhatIsNotModelled() {
    catchThrowable(() -> batch.listConsumableResources(request -> {}));

    assertThat(world.timeline().entries())
        .extracting(entry -> entry.name() + ": " + entry.change())
        .containsExactly("batch ListConsumableResources: spotbatch-testing does not model it");
  }
}
