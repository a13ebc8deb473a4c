package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

class DeterminismTest {

  private static final String ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{17,}";

  @Test
  void sameSeed_givesTheSameRun() {
    assertThat(transcript(7)).isEqualTo(transcript(7));
  }

  @Test
  void otherSeed_givesOtherIdsAndTheSameStory() {
    String seven = transcript(7);
    String eight = transcript(8);

    assertThat(eight).isNotEqualTo(seven);
    assertThat(story(eight)).isEqualTo(story(seven));
  }

  @Test
  void watching_changesNothing() {
    assertThat(transcript(7, DeterminismTest::watch)).isEqualTo(transcript(7));
  }

  private static void watch(FakeAws aws) {
    String pattern = "{\"source\":[\"aws.batch\"]}";
    List<DeliveredEvent> heard = new ArrayList<>();
    aws.events().subscribe(pattern, heard::add);
    try (EventBridgeClient events = aws.client(EventBridgeClient.builder())) {
      events.putRule(r -> r.name("watch").eventPattern(pattern));
      events.putTargets(
          r -> r.rule("watch").targets(t -> t.id("1").arn("arn:aws:sns:us-east-1:1:all")));
    }
  }

  /** What does not depend on ids and on the subnets drawn by lot. */
  private static List<String> story(String transcript) {
    return transcript
        .lines()
        .filter(line -> line.startsWith("job"))
        .map(line -> line.replaceAll(ID, "<id>"))
        .toList();
  }

  /** Reclaims, retries and a failure on a crowded environment, told in full. */
  private static String transcript(long seed) {
    return transcript(seed, aws -> {});
  }

  private static String transcript(long seed, Consumer<FakeAws> preparation) {
    try (FakeAws aws = FakeAws.builder().seed(seed).build();
        CloudWatchLogsClient logs = aws.client(CloudWatchLogsClient.builder())) {
      preparation.accept(aws);
      BatchWorld world = BatchWorld.ready(aws, r -> r.maxvCpus(6));
      aws.jobs().named("job*").runsFor(Duration.ofMinutes(20)).logs("begun");
      aws.jobs().named("job3").onAttempt(1).exits(1);
      aws.jobs().named("job4").runsOutOfMemory();
      aws.spot().reclaim().hostOf("job1").after(Duration.ofMinutes(5));
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        ids.add(world.submit("job" + i, r -> r.retryStrategy(s -> s.attempts(2))));
        aws.advance(Duration.ofSeconds(7));
      }
      StringBuilder told = new StringBuilder();
      while (world.names(JobStatus.SUCCEEDED).size() + world.names(JobStatus.FAILED).size() < 12) {
        aws.advance(Duration.ofMinutes(1));
        world.ec2.describeInstances().reservations().forEach(it -> told.append(it).append('\n'));
      }
      assertThat(aws.spot().unfired()).isEmpty();
      ids.forEach(id -> told.append("job ").append(world.job(id)).append('\n'));
      logs.filterLogEvents(r -> r.logGroupName("/aws/batch/job"))
          .events()
          .forEach(event -> told.append(event).append('\n'));
      return told.toString();
    }
  }
}
