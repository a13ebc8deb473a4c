package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.BatchWorld.ENVIRONMENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.JobSummary;
import software.amazon.awssdk.services.batch.model.ListJobsRequest;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/** The jobs of shares in lists, and array jobs among them. */
class FairShareListsTest {

  private static final String FAIR = "fair";

  private final FakeAws aws = FakeAws.create();
  private final BatchWorld world = BatchWorld.ready(aws, r -> r.maxvCpus(2));

  @BeforeEach
  void createQueue() {
    String policy = world.batch.createSchedulingPolicy(r -> r.name("policy")).arn();
    world.batch.createJobQueue(
        BatchWorld.queue(FAIR, 1, ENVIRONMENT).schedulingPolicyArn(policy).build());
    aws.advance(Duration.ofMinutes(1));
    aws.jobs().named("*").runsFor(Duration.ofMinutes(10));
  }

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  @Rule("JOB-64")
  void filter_byShare_goesTogetherWithAStatus() {
    for (String name : List.of("a1", "b1", "a2", "b2")) {
      submit(name, name.substring(0, 1), r -> {});
    }
    aws.advance(Duration.ofMinutes(5));

    assertThat(ofShare("a", r -> {})).containsExactly("a2", "a1");
    assertThat(ofShare("a", r -> r.jobStatus(JobStatus.RUNNING))).containsExactly("a1");
    assertThat(ofShare("a", r -> r.jobStatus(JobStatus.RUNNABLE))).containsExactly("a2");
    assertThat(ofShare("c", r -> {})).isEmpty();
  }

  @Test
  @Rule({"JQ-13", "JOB-26"})
  void array_takesTurnsWithOtherSharesChildByChild() {
    String array = submit("array", "a", r -> r.arrayProperties(p -> p.size(4)));
    List<String> others = new ArrayList<>();
    others.add(submit("b1", "b", r -> {}));
    others.add(submit("b2", "b", r -> {}));

    aws.advance(Duration.ofMinutes(5));

    assertThat(world.job(array).arrayProperties().statusSummary())
        .containsEntry("RUNNING", 1)
        .containsEntry("RUNNABLE", 3);
    assertThat(world.job(others.get(0)).status()).isEqualTo(JobStatus.RUNNING);
    aws.runUntilIdle();
    assertThat(world.job(array).status()).isEqualTo(JobStatus.SUCCEEDED);
    assertThat(world.job(array + ":3").shareIdentifier()).isEqualTo("a");
    aws.verify();
  }

  private String submit(String name, String share, Consumer<SubmitJobRequest.Builder> change) {
    return world.submit(
        name,
        r ->
            r.jobQueue(FAIR)
                .shareIdentifier(share)
                .schedulingPriorityOverride(0)
                .applyMutation(change));
  }

  private List<String> ofShare(String share, Consumer<ListJobsRequest.Builder> change) {
    return world
        .batch
        .listJobs(
            r ->
                r.jobQueue(FAIR)
                    .filters(f -> f.name("SHARE_IDENTIFIER").values(share))
                    .applyMutation(change))
        .jobSummaryList()
        .stream()
        .map(JobSummary::jobName)
        .toList();
  }
}
