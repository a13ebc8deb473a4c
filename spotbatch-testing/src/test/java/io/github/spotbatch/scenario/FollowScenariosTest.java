package io.github.spotbatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.Deployment;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.job.Following;
import io.github.spotbatch.job.JobCounts;
import io.github.spotbatch.job.JobHandle;
import io.github.spotbatch.job.JobState;
import io.github.spotbatch.job.JobTransition;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.FaultKind;
import io.github.spotbatch.testing.Rule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Jobs of a stack that are followed, by looks and by events. */
class FollowScenariosTest extends StackFixture {

  private static final Duration LONG = Duration.ofHours(12);

  private final FakeAws aws = fake.aws;
  private final Map<String, List<String>> seen = new TreeMap<>();

  FollowScenariosTest() {
    super(FakeStack.typed());
  }

  @Test
  void follow_hostIsReclaimed_tellsOfTheWayBackToTheQueue() {
    Deployment stack = apply(FakeStack.recipe("demo"));
    aws.jobs().named("frame-12").runsFor(Duration.ofMinutes(40)).exits(0);
    aws.spot().reclaim().hostOf("frame-12").after(Duration.ofMinutes(10));

    submit(stack, "frame-12").follow(this::note).await(LONG);

    String name = seen.keySet().iterator().next();
    List<String> states = seen.get(name);
    assertThat(states).containsSubsequence("RUNNING", "RUNNABLE", "RUNNING", "SUCCEEDED");
    assertThat(states.get(0)).isEqualTo("SUBMITTED");
    assertThat(states).doesNotContainSequence("RUNNING", "RUNNING");
  }

  @Test
  @Rule({"JOB-81", "JOB-83"})
  void offerEvent_ofTheEventBus_bringsEveryStateAndSparesTheLooks() {
    Deployment stack = apply(FakeStack.recipe("demo"));
    aws.jobs().named("frame-12").runsFor(Duration.ofMinutes(40)).exits(0);
    aws.spot().reclaim().hostOf("frame-12").after(Duration.ofMinutes(10));
    List<Boolean> taken = new ArrayList<>();
    aws.events()
        .subscribe(
            "{\"source\":[\"aws.batch\"],\"detail-type\":[\"Batch Job State Change\"]}",
            event -> taken.add(spotBatch.offerEvent(event.json())));
    JobHandle job = submit(stack, "frame-12");
    int before = aws.journal().count("DescribeJobs");

    job.follow(this::note).await(LONG);

    assertThat(taken).hasSizeGreaterThanOrEqualTo(7).containsOnly(true);
    assertThat(seen.get(job.awsName()).stream().filter(state -> !state.equals("SUBMITTED")))
        .containsExactly(
            "RUNNABLE", "STARTING", "RUNNING", "RUNNABLE", "STARTING", "RUNNING", "SUCCEEDED");
    assertThat(aws.journal().count("DescribeJobs") - before)
        .as("an hour's looks, five minutes apart")
        .isLessThanOrEqualTo(16);
  }

  @Test
  void follow_throttledLostAndStaleAnswers_everyJobEndsOnceAndNoneGoesBack() {
    Deployment stack = apply(FakeStack.recipe("demo"));
    aws.jobs().image("app").runsFor(Duration.ofMinutes(5)).exits(0);
    List<JobHandle> jobs =
        IntStream.range(0, 150).mapToObj(i -> submit(stack, "frame-" + i)).toList();
    aws.faults().on("DescribeJobs").throttle().rate(0.2);
    aws.faults().on("DescribeJobs").loseResponse().rate(0.1);
    aws.faults().on("DescribeJobs").stale(Duration.ofSeconds(20)).rate(0.3);

    JobCounts counts = spotBatch.follow(jobs, this::note).await(LONG);

    assertThat(counts).hasToString("150 SUCCEEDED");
    assertThat(seen).hasSize(150);
    assertThat(seen.values())
        .allSatisfy(
            states -> {
              assertThat(states).doesNotHaveDuplicates().endsWith("SUCCEEDED");
              assertThat(states.stream().map(JobState::valueOf)).isSorted();
            });
    for (FaultKind kind : List.of(FaultKind.THROTTLED, FaultKind.RESPONSE_LOST, FaultKind.STALE)) {
      assertThat(aws.faults().injected().count(kind)).as(kind.toString()).isPositive();
    }
  }

  @Test
  @Rule({"JOB-63", "JOB-64"})
  void jobs_ofARestartedApplication_areFoundByTheStackAndFollowedOn() {
    Deployment stack = apply(FakeStack.recipe("demo"));
    aws.jobs().named("short").runsFor(Duration.ofMinutes(1)).exits(0);
    aws.jobs().named("long").runsFor(Duration.ofMinutes(50)).exits(0);
    JobHandle ended = submit(stack, "short");
    ended.await(LONG);
    JobHandle running = submit(stack, "long");
    fake.aws.advance(Duration.ofMinutes(20));

    try (SpotBatch restarted = fake.spotBatch()) {
      Deployment found = restarted.deployment("demo");
      int before = aws.journal().count("ListJobs");

      assertThat(found.jobs()).extracting(JobHandle::id).containsExactly(running.id(), ended.id());
      assertThat(aws.journal().count("ListJobs") - before).isEqualTo(8);
      assertThat(found.jobs(JobState.SUCCEEDED))
          .extracting(JobHandle::awsName)
          .containsExactly(ended.awsName());
      assertThat(found.jobs(JobState.PENDING)).isEmpty();
      assertThat(found.jobs(JobState.PENDING, JobState.PENDING)).isEmpty();
      assertThatThrownBy(() -> found.jobs(JobState.RUNNING, JobState.UNKNOWN))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("jobs cannot be listed as UNKNOWN");

      try (Following following = restarted.follow(found.jobs(), this::note)) {
        assertThat(following.await(LONG)).hasToString("2 SUCCEEDED");
      }
    }
    assertThat(seen.get(running.awsName())).containsExactly("RUNNING", "SUCCEEDED");
  }

  private void note(JobTransition transition) {
    seen.computeIfAbsent(transition.jobName(), name -> new ArrayList<>())
        .add(transition.to().name());
  }

  private static JobHandle submit(Deployment stack, String name) {
    return stack.queue("jobs").submit(JobRequest.builder("work").jobName(name).build());
  }
}
