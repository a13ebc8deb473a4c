package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.spotbatch.testing.Timings.Step;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;

/** What EventBridge hears before Spot takes a host. */
class InterruptionEventsTest {

  private static final String NOTICE = "EC2 Spot Instance Interruption Warning";
  private static final String REBALANCE = "EC2 Instance Rebalance Recommendation";

  private final List<JsonNode> events = new ArrayList<>();
  private final List<Instant> arrivals = new ArrayList<>();
  private FakeAws aws = FakeAws.create();

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  @Rule({"SPOT-1", "SPOT-2"})
  void reclaim_isToldByBothEventsAtOnceAndTwoMinutesAhead() {
    BatchWorld world = listening();
    aws.spot().reclaim().hostOf("job").after(Duration.ofMinutes(10));
    aws.jobs().named("job").runsFor(Duration.ofHours(1));
    String id = world.submit("job");
    aws.runUntilIdle();

    JobDetail job = world.job(id);
    Instance host = world.instances(InstanceStateName.TERMINATED).get(0);
    Instant notice = Instant.ofEpochMilli(job.startedAt()).plus(Duration.ofMinutes(10));
    assertThat(events)
        .extracting(it -> it.path("detail-type").asText())
        .containsExactly(REBALANCE, NOTICE);
    assertThat(events)
        .allSatisfy(it -> assertThat(Instant.parse(it.path("time").asText())).isEqualTo(notice));
    assertThat(arrivals).containsOnly(notice.plus(Duration.ofSeconds(1)));
    assertThat(Instant.ofEpochMilli(job.stoppedAt())).isEqualTo(notice.plusSeconds(120));

    JsonNode warning = events.get(1);
    assertThat(warning.path("source").asText()).isEqualTo("aws.ec2");
    assertThat(warning.path("resources").toString())
        .isEqualTo(
            "[\"arn:aws:ec2:%s:instance/%s\"]"
                .formatted(host.placement().availabilityZone(), host.instanceId()));
    assertThat(warning.path("detail").toString())
        .isEqualTo(
            "{\"instance-id\":\"%s\",\"instance-action\":\"terminate\"}"
                .formatted(host.instanceId()));
    JsonNode recommendation = events.get(0);
    assertThat(recommendation.path("source").asText()).isEqualTo("aws.ec2");
    assertThat(recommendation.path("resources").toString())
        .isEqualTo("[\"arn:aws:ec2:us-east-1:123456789012:instance/" + host.instanceId() + "\"]");
    assertThat(recommendation.path("detail").toString())
        .isEqualTo("{\"instance-id\":\"%s\"}".formatted(host.instanceId()));
  }

  @Test
  @Rule("SPOT-2")
  void recommendation_mayComeEarlierThanTheNotice() {
    aws.close();
    aws =
        FakeAws.builder()
            .timings(Timings.defaults().with(Step.REBALANCE_AHEAD, Duration.ofMinutes(4)))
            .build();
    BatchWorld world = listening();
    aws.spot().reclaim().hostOf("job").after(Duration.ofMinutes(10));
    aws.jobs().named("job").runsFor(Duration.ofHours(1));
    Instant started = Instant.ofEpochMilli(started(world, world.submit("job")));

    assertThat(events)
        .extracting(it -> it.path("detail-type").asText())
        .containsExactly(REBALANCE, NOTICE);
    assertThat(events)
        .extracting(it -> Duration.between(started, Instant.parse(it.path("time").asText())))
        .containsExactly(Duration.ofMinutes(6), Duration.ofMinutes(10));
  }

  @Test
  void recommendation_ofAReclaimThatNeverComes_isNotGiven() {
    aws.close();
    aws =
        FakeAws.builder()
            .timings(Timings.defaults().with(Step.REBALANCE_AHEAD, Duration.ofMinutes(4)))
            .build();
    BatchWorld world = listening();
    aws.spot().reclaim().hostOf("job").after(Duration.ofMinutes(10));
    aws.jobs().named("job").runsFor(Duration.ofMinutes(5));
    world.submit("job");
    aws.runUntilIdle();

    assertThat(events).isEmpty();
  }

  @Test
  @Rule("SPOT-1")
  void host_reclaimedTwice_isToldOnce() {
    BatchWorld world = listening();
    aws.spot().reclaim().hostOf("one").after(Duration.ofMinutes(10));
    aws.spot().reclaim().hostOf("two").after(Duration.ofMinutes(11));
    aws.jobs().named("*").runsFor(Duration.ofHours(1));
    List<String> ids = List.of(world.submit("one"), world.submit("two"));
    aws.runUntilIdle();

    assertThat(world.job(ids.get(0)).attempts().get(0).container().containerInstanceArn())
        .isEqualTo(world.job(ids.get(1)).attempts().get(0).container().containerInstanceArn());
    assertThat(events).hasSize(2);
    assertThat(world.job(ids.get(1)).stoppedAt())
        .isEqualTo(world.job(ids.get(0)).startedAt() + Duration.ofMinutes(12).toMillis());
  }

  private static long started(BatchWorld world, String id) {
    world.aws.runUntilIdle();
    return world.job(id).startedAt();
  }

  private BatchWorld listening() {
    BatchWorld world = BatchWorld.ready(aws);
    aws.events()
        .subscribe(
            "{\"source\":[\"aws.ec2\"]}",
            event -> {
              arrivals.add(event.time());
              events.add(read(event.json()));
            });
    return world;
  }

  private static JsonNode read(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
