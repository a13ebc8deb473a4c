package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.BatchWorld.ENVIRONMENT;
import static io.github.spotbatch.testing.Refusal.bare;
import static io.github.spotbatch.testing.Refusal.wrapped;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.ComputeResource;
import software.amazon.awssdk.services.batch.model.FairsharePolicy;
import software.amazon.awssdk.services.batch.model.JobDetail;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/** Who gets the next place in a queue with a scheduling policy. */
class FairShareTest {

  private static final String FAIR = "fair";
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final FakeAws aws = FakeAws.create();
  private BatchWorld world;

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  @Rule("JQ-13")
  void shares_takeTurns_whoeverCameFirst() {
    oneAtATime(p -> {});
    List<String> ids = new ArrayList<>();
    for (String name : List.of("a1", "a2", "a3", "a4", "b1", "b2")) {
      ids.add(submit(name, name.substring(0, 1), r -> {}));
    }

    aws.runUntilIdle();

    assertThat(byStart(ids)).containsExactly("a1", "b1", "a2", "b2", "a3", "a4");
  }

  @Test
  @Rule("JQ-13")
  void lowerWeightFactor_getsMore() {
    oneAtATime(
        p ->
            p.shareDecaySeconds(86_400)
                .shareDistribution(
                    s -> s.shareIdentifier("vip*").weightFactor(0.25f),
                    s -> s.shareIdentifier("plain").weightFactor(1f)));
    List<String> ids = new ArrayList<>();
    IntStream.range(0, 20).forEach(i -> ids.add(submit("plain", "plain", r -> {})));
    IntStream.range(0, 20).forEach(i -> ids.add(submit("vip", "vip7", r -> {})));

    aws.runUntilIdle();

    assertThat(byStart(ids).subList(0, 20))
        .as("four times as many")
        .filteredOn("vip"::equals)
        .hasSize(16);
  }

  @Test
  @Rule("JQ-13")
  void shortDecay_forgetsWhatWasUsedLongAgo() {
    assertThat(afterLongAndRecentUse(p -> p.shareDecaySeconds(0))).containsExactly("old", "new");
  }

  @Test
  @Rule("JQ-13")
  void longDecay_remembersWhatWasUsedLongAgo() {
    assertThat(afterLongAndRecentUse(p -> p.shareDecaySeconds(604_800)))
        .containsExactly("new", "old");
  }

  /** One share used much two hours ago, the other little just now; then both want one place. */
  private List<String> afterLongAndRecentUse(Consumer<FairsharePolicy.Builder> policy) {
    oneAtATime(policy);
    aws.jobs().named("much").runsFor(Duration.ofHours(1));
    submit("much", "old", r -> {});
    aws.runUntilIdle();
    aws.advance(Duration.ofHours(2));
    submit("little", "new", r -> {});
    aws.runUntilIdle();
    List<String> ids = List.of(submit("new", "new", r -> {}), submit("old", "old", r -> {}));
    aws.runUntilIdle();
    return byStart(ids);
  }

  @Test
  @Rule("JQ-13")
  void computeReservation_keepsRoomForSharesToCome() {
    fairQueue(r -> r.maxvCpus(4).instanceTypes("c5.xlarge"), p -> p.computeReservation(50));
    aws.jobs().named("*").runsFor(Duration.ofHours(1));
    IntStream.range(0, 4).forEach(i -> submit("a", "a", oneVcpu()));
    aws.advance(MINUTE.multipliedBy(5));
    assertThat(running()).as("half of 4 vCPUs").containsExactly("a", "a");

    submit("b", "b", oneVcpu());
    aws.advance(MINUTE);

    assertThat(running())
        .as("three quarters, for there are two shares")
        .containsExactlyInAnyOrder("a", "a", "b");
  }

  @Test
  @Rule("JQ-13")
  void noReservation_usesAllRoom() {
    fairQueue(r -> r.maxvCpus(4).instanceTypes("c5.xlarge"), p -> {});
    aws.jobs().named("*").runsFor(Duration.ofHours(1));
    IntStream.range(0, 4).forEach(i -> submit("a", "a", oneVcpu()));

    aws.advance(MINUTE.multipliedBy(5));

    assertThat(running()).hasSize(4);
  }

  @Test
  @Rule("JD-8")
  void schedulingPriority_ordersTheJobsOfAShare() {
    oneAtATime(p -> {});
    world.register(r -> r.jobDefinitionName("important").schedulingPriority(7));
    String first = submit("first", "a", r -> {});
    String usual = submit("usual", "a", r -> r.schedulingPriorityOverride(3));
    String defined =
        submit("defined", "a", r -> r.jobDefinition("important").schedulingPriorityOverride(null));
    String overridden =
        submit("overridden", "a", r -> r.jobDefinition("important").schedulingPriorityOverride(9));

    aws.runUntilIdle();

    assertThat(byStart(List.of(first, usual, defined, overridden)))
        .containsExactly("overridden", "defined", "usual", "first");
    assertThat(world.job(defined).schedulingPriority()).isEqualTo(7);
    assertThat(world.job(overridden).schedulingPriority()).isEqualTo(9);
    assertThat(world.job(overridden).shareIdentifier()).isEqualTo("a");
  }

  @Test
  @Rule("JQ-14")
  void retriedJob_goesInFrontOfItsShare() {
    oneAtATime(p -> {});
    aws.jobs().named("a1").onAttempt(1).exits(1);
    List<String> ids =
        List.of(
            submit("a1", "a", r -> r.retryStrategy(s -> s.attempts(2))),
            submit("a2", "a", r -> {}));

    aws.runUntilIdle();

    assertThat(world.job(ids.get(0)).attempts()).hasSize(2);
    assertThat(byStart(ids)).containsExactly("a1", "a2");
  }

  @Test
  @Rule("JQ-11")
  void changedPolicy_countsFromThenOn() {
    oneAtATime(p -> p.shareDecaySeconds(604_800));
    List<String> ids = new ArrayList<>();
    IntStream.range(0, 4).forEach(i -> ids.add(submit("a", "a", r -> {})));
    IntStream.range(0, 4).forEach(i -> ids.add(submit("b", "b", r -> {})));
    String other =
        world
            .batch
            .createSchedulingPolicy(
                r ->
                    r.name("other")
                        .fairsharePolicy(
                            p ->
                                p.shareDistribution(
                                    s -> s.shareIdentifier("b").weightFactor(0.001f))))
            .arn();
    world.batch.updateJobQueue(r -> r.jobQueue(FAIR).schedulingPolicyArn(other));

    aws.runUntilIdle();

    assertThat(byStart(ids).subList(1, 5)).containsOnly("b");
  }

  @Test
  @Rule("JOB-5")
  void submit_toEachKindOfQueue_needsItsOwnMembers() {
    oneAtATime(p -> {});
    String fifo =
        "Job with shareIdentifier or schedulingPriority can onlybe submitted to job queue with"
            + " fair share scheduling policy.";
    bare(fifo, any -> {}).check(() -> world.submit("job", r -> r.shareIdentifier("a")));
    bare(fifo, any -> {}).check(() -> world.submit("job", r -> r.schedulingPriorityOverride(1)));
    assertThat(world.submit("job")).isNotEmpty();

    assertThat(Refusal.messageOf(() -> submit("job", null, r -> {}))).contains("shareIdentifier");
    bare("ShareIdentifier name should match a valid pattern.", any -> {})
        .check(() -> submit("job", "a*", r -> {}));
    bare(
            "Either schedulingPriority in job definition or schedulingPriorityOverride should be"
                + " specified.",
            any -> {})
        .check(() -> submit("job", "a", r -> r.schedulingPriorityOverride(null)));
    wrapped("Scheduling priority must be between 0 and 9999.", any -> {})
        .check(() -> submit("job", "a", r -> r.schedulingPriorityOverride(10_000)));
    assertThat(submit("job", "a", r -> r.schedulingPriorityOverride(9999))).isNotEmpty();
  }

  @Test
  @Rule("JQ-13")
  void submit_the501stActiveShare_isRefused() {
    oneAtATime(p -> {});
    List<String> ids =
        IntStream.range(0, 500).mapToObj(i -> submit("job", "share" + i, r -> {})).toList();

    assertThat(Refusal.messageOf(() -> submit("job", "share500", r -> {}))).contains("500");
    assertThat(submit("job", "share0", r -> {})).isNotEmpty();
    world.batch.cancelJob(r -> r.jobId(ids.get(7)).reason("no more"));
    assertThat(submit("job", "share500", r -> {})).isNotEmpty();
  }

  private void oneAtATime(Consumer<FairsharePolicy.Builder> policy) {
    fairQueue(r -> r.maxvCpus(2).instanceTypes("c5.large"), policy);
    aws.jobs().named("*").runsFor(Duration.ofMinutes(10));
  }

  private void fairQueue(
      Consumer<ComputeResource.Builder> environment, Consumer<FairsharePolicy.Builder> policy) {
    world = BatchWorld.ready(aws, environment);
    String arn =
        world
            .batch
            .createSchedulingPolicy(r -> r.name("policy").fairsharePolicy(policy::accept))
            .arn();
    world.batch.createJobQueue(
        BatchWorld.queue(FAIR, 1, ENVIRONMENT).schedulingPolicyArn(arn).build());
    aws.advance(MINUTE);
  }

  private String submit(String name, String share, Consumer<SubmitJobRequest.Builder> change) {
    return world.submit(
        name,
        r -> {
          r.jobQueue(FAIR)
              .shareIdentifier(share)
              .schedulingPriorityOverride(0)
              .containerOverrides(c -> c.resourceRequirements(v -> v.type("VCPU").value("2")));
          change.accept(r);
        });
  }

  private static Consumer<SubmitJobRequest.Builder> oneVcpu() {
    return r -> r.containerOverrides(c -> c.resourceRequirements(v -> v.type("VCPU").value("1")));
  }

  private List<String> running() {
    return world
        .batch
        .listJobs(r -> r.jobQueue(FAIR).jobStatus(JobStatus.RUNNING))
        .jobSummaryList()
        .stream()
        .map(summary -> summary.jobName())
        .toList();
  }

  private List<String> byStart(List<String> ids) {
    return ids.stream()
        .map(world::job)
        .sorted(Comparator.comparing(JobDetail::startedAt))
        .map(JobDetail::jobName)
        .toList();
  }
}
