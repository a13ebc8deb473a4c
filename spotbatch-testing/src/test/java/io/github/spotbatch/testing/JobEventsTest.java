package io.github.spotbatch.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.JobDetail;

/** What EventBridge and the timeline hear of jobs. */
class JobEventsTest {

  private final FakeAws aws = FakeAws.create();
  private final BatchWorld world = BatchWorld.ready(aws);
  private final List<JsonNode> events = new ArrayList<>();

  @BeforeEach
  void listen() {
    aws.events()
        .subscribe(
            "{\"source\":[\"aws.batch\"],\"detail-type\":[\"Batch Job State Change\"]}",
            event -> events.add(read(event.json())));
  }

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  @Rule("JOB-81")
  void everyChange_isAnEvent_theSubmissionIsNot() {
    aws.jobs().named("job").onAttempt(1).exits(1);

    String id = world.submit("job", r -> r.retryStrategy(s -> s.attempts(2)));
    aws.runUntilIdle();

    assertThat(statuses(id))
        .containsExactly(
            "RUNNABLE", "STARTING", "RUNNING", "RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED");
    assertThat(events)
        .allSatisfy(
            event -> {
              assertThat(event.path("resources")).hasSize(1);
              assertThat(event.path("resources").get(0).asText())
                  .isEqualTo("arn:aws:batch:us-east-1:123456789012:job/" + id);
            });
  }

  @Test
  @Rule("JOB-81")
  void detail_isLikeThatOfDescribeJobs() {
    aws.jobs().named("job").exits(3);
    String id = world.submit("job");
    aws.runUntilIdle();

    JsonNode detail = events.get(events.size() - 1).path("detail");
    JobDetail job = world.job(id);

    assertThat(detail.path("jobId").asText()).isEqualTo(id);
    assertThat(detail.path("jobName").asText()).isEqualTo("job");
    assertThat(detail.path("status").asText()).isEqualTo("FAILED");
    assertThat(detail.path("statusReason").asText())
        .isEqualTo("Essential container in task exited");
    assertThat(detail.path("jobQueue").asText()).isEqualTo(job.jobQueue());
    assertThat(detail.path("jobDefinition").asText()).isEqualTo(job.jobDefinition());
    assertThat(detail.path("createdAt").asLong()).isEqualTo(job.createdAt());
    assertThat(detail.path("stoppedAt").asLong()).isEqualTo(job.stoppedAt());
    assertThat(detail.path("container").path("exitCode").asInt()).isEqualTo(3);
    assertThat(detail.path("container").path("image").asText()).isEqualTo(job.container().image());
    assertThat(detail.path("attempts").get(0).path("container").path("taskArn").asText())
        .isEqualTo(job.attempts().get(0).container().taskArn());
  }

  @Test
  @Rule("JOB-83")
  void detail_carriesTheArnAmongItsTagsAndEmptyLists() {
    String id =
        world.submit(
            "job", r -> r.retryStrategy(s -> s.attempts(2)).tags(Map.of("team", "render")));
    aws.runUntilIdle();

    JsonNode detail = events.get(0).path("detail");

    assertThat(detail.path("tags").path("resourceArn").asText())
        .isEqualTo("arn:aws:batch:us-east-1:123456789012:job/" + id);
    assertThat(detail.path("tags").path("team").asText()).isEqualTo("render");
    assertThat(detail.path("retryStrategy").path("evaluateOnExit").isArray()).isTrue();
    assertThat(detail.path("attempts").isArray()).isTrue();
    assertThat(detail.path("dependsOn").isArray()).isTrue();
    assertThat(detail.path("container").path("mountPoints").isArray()).isTrue();
    assertThat(world.job(id).tags()).as("not so on the job").containsOnlyKeys("team");
  }

  @Test
  @Rule("JOB-83")
  void detail_withConditions_showsThem() {
    world.submit(
        "job",
        r ->
            r.retryStrategy(
                s -> s.attempts(2).evaluateOnExit(e -> e.onReason("*").action("EXIT"))));
    aws.runUntilIdle();

    JsonNode conditions = events.get(0).path("detail").path("retryStrategy").path("evaluateOnExit");
    assertThat(conditions.get(0).path("action").asText()).isEqualTo("exit");
  }

  @Test
  @Rule("JOB-81")
  void array_hasEventsOfItsParentAndOfEachChild() {
    String id = world.submit("job", r -> r.arrayProperties(a -> a.size(2)));
    aws.runUntilIdle();

    assertThat(statuses(id)).containsExactly("PENDING", "SUCCEEDED");
    assertThat(statuses(id + ":0")).containsExactly("RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED");
    assertThat(statuses(id + ":1")).hasSize(4);
  }

  @Test
  void timeline_showsEveryChangeOfJobsAndAttempts() {
    aws.jobs().named("job").exits(3);
    String id = world.submit("job");
    aws.runUntilIdle();

    assertThat(aws.timeline())
        .contains("job " + id.substring(0, 8))
        .contains("SUBMITTED to jobs")
        .contains("SUBMITTED -> RUNNABLE")
        .contains("RUNNABLE -> STARTING")
        .contains("STARTING -> RUNNING")
        .contains("RUNNING -> FAILED: Essential container in task exited")
        .contains("attempt 1")
        .contains("starts on i-")
        .contains("ended: Essential container in task exited, exit code 3");
  }

  private List<String> statuses(String id) {
    return events.stream()
        .map(event -> event.path("detail"))
        .filter(detail -> detail.path("jobId").asText().equals(id))
        .map(detail -> detail.path("status").asText())
        .toList();
  }

  private static JsonNode read(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
