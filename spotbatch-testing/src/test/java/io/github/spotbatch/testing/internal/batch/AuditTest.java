package io.github.spotbatch.testing.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.spotbatch.testing.Invariant;
import io.github.spotbatch.testing.Timings;
import io.github.spotbatch.testing.VirtualClock;
import io.github.spotbatch.testing.internal.Scope;
import io.github.spotbatch.testing.internal.World;
import io.github.spotbatch.testing.internal.ec2.SecurityGroup;
import io.github.spotbatch.testing.internal.ec2.Subnet;
import io.github.spotbatch.testing.internal.script.Scripts;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.CEType;
import software.amazon.awssdk.services.batch.model.CRAllocationStrategy;
import software.amazon.awssdk.services.batch.model.CRType;
import software.amazon.awssdk.services.batch.model.CreateComputeEnvironmentRequest;
import software.amazon.awssdk.services.batch.model.CreateJobQueueRequest;
import software.amazon.awssdk.services.batch.model.JobDefinitionType;
import software.amazon.awssdk.services.batch.model.JobStatus;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;
import software.amazon.awssdk.services.batch.model.ResourceType;
import software.amazon.awssdk.services.batch.model.SubmitJobRequest;

/** Breaks each invariant behind the public API's back. */
class AuditTest {

  private final VirtualClock clock = VirtualClock.create();
  private final World world = new World(clock, Timings.defaults(), 1);
  private final Scope scope = world.scope("123456789012", "us-east-1");
  private final FakeBatch batch = new FakeBatch(scope, new Scripts());

  @BeforeEach
  void makeQueue() {
    batch.createComputeEnvironment(
        CreateComputeEnvironmentRequest.builder()
            .computeEnvironmentName("spot")
            .type(CEType.MANAGED)
            .computeResources(
                resources ->
                    resources
                        .type(CRType.SPOT)
                        .allocationStrategy(CRAllocationStrategy.SPOT_CAPACITY_OPTIMIZED)
                        .minvCpus(0)
                        .maxvCpus(4)
                        .instanceTypes("c5.large")
                        .subnets(scope.ec2().subnets().stream().map(Subnet::id).toList())
                        .securityGroupIds(
                            scope.ec2().securityGroups().stream().map(SecurityGroup::id).toList())
                        .instanceRole("ecsInstanceRole"))
            .build());
    clock.advance(Duration.ofMinutes(1));
    batch.createJobQueue(
        CreateJobQueueRequest.builder()
            .jobQueueName("jobs")
            .priority(1)
            .computeEnvironmentOrder(order -> order.order(1).computeEnvironment("spot"))
            .build());
    clock.advance(Duration.ofMinutes(1));
    batch.registerJobDefinition(
        RegisterJobDefinitionRequest.builder()
            .jobDefinitionName("work")
            .type(JobDefinitionType.CONTAINER)
            .containerProperties(
                container ->
                    container
                        .image("public.ecr.aws/docker/library/busybox:stable")
                        .resourceRequirements(
                            cpu -> cpu.type(ResourceType.VCPU).value("2"),
                            memory -> memory.type(ResourceType.MEMORY).value("512")))
            .build());
  }

  private Job submit() {
    String id =
        batch
            .submitJob(
                SubmitJobRequest.builder()
                    .jobName("frame")
                    .jobQueue("jobs")
                    .jobDefinition("work")
                    .build())
            .jobId();
    return batch.jobs().all().stream().filter(job -> job.id().equals(id)).findFirst().orElseThrow();
  }

  private Job running() {
    Job job = submit();
    while (!job.is(JobStatus.RUNNING)) {
      clock.advance(Duration.ofSeconds(1));
    }
    return job;
  }

  private String broken(Invariant... invariants) {
    Set<Invariant> checked = invariants.length == 0 ? Invariant.defaults() : Set.of(invariants);
    AssertionError failure =
        catchThrowableOfType(AssertionError.class, () -> world.verify(checked));
    return failure == null ? "" : String.valueOf(failure.getMessage());
  }

  private static String named(Job job, String status) {
    return "job frame (" + job.id() + ") in queue jobs, " + status;
  }

  @Test
  void world_inOrder_breaksNothing() {
    running();

    assertThat(broken()).isEmpty();
  }

  @Test
  void job_endedTwice_isReported() {
    Job job = running();
    job.move(JobStatus.FAILED);
    job.move(JobStatus.SUCCEEDED);

    assertThat(broken(Invariant.JOBS_END_ONCE))
        .isEqualTo(
            "This world is not as it should be.\n\nBroken: no job ends twice or is lost on its way (JOBS_END_ONCE)\n  - "
                + named(job, "SUCCEEDED")
                + " has ended 2 times");
  }

  @Test
  void job_noLongerKnown_isReported() {
    Job job = submit();
    batch.jobs().all().remove(job);

    assertThat(broken(Invariant.JOBS_END_ONCE))
        .endsWith(named(job, "SUBMITTED") + " is no longer known by its id");
  }

  @Test
  void job_lostByItsQueue_isReported() {
    Job job = submit();
    job.queue().jobs(JobStatus.SUBMITTED).values().remove(job);

    assertThat(broken(Invariant.JOBS_END_ONCE))
        .endsWith(named(job, "SUBMITTED") + " is not among the jobs of its queue");
  }

  @Test
  void job_lostByItsHost_isReported() {
    Job job = running();
    Attempt attempt = job.attempts().get(0);
    attempt.host().release(attempt);

    assertThat(broken(Invariant.JOBS_END_ONCE)).endsWith(named(job, "RUNNING") + " is on no host");
  }

  @Test
  void job_triedTooOften_isReported() {
    Job job = running();
    job.attempts().add(job.attempts().get(0));

    assertThat(broken(Invariant.ATTEMPTS_KEEP_THE_STRATEGY))
        .endsWith(named(job, "RUNNING") + " has had 2 attempts of 1");
  }

  @Test
  void host_withMoreThanItHas_isReported() {
    Job job = running();
    Job waiting = submit();
    Host host = job.attempts().get(0).host();
    host.take(new Attempt(waiting, host, 1, "task", "instance"));

    assertThat(broken(Invariant.HOSTS_HAVE_ROOM))
        .endsWith(
            host.id()
                + " (c5.large) runs 2 jobs that need 4 vCPUs and 1024 MiB; it has 2 and 3901");
  }

  @Test
  void job_unfinished_isReportedOnlyIfAskedFor() {
    Job job = running();

    assertThat(broken(Invariant.JOBS_FINISHED)).endsWith(named(job, "RUNNING"));
    assertThat(broken()).isEmpty();
  }

  @Test
  void severalInvariants_areAllReported() {
    Job job = running();
    job.attempts().add(job.attempts().get(0));
    job.move(JobStatus.FAILED);
    job.move(JobStatus.FAILED);

    assertThat(broken())
        .contains("JOBS_END_ONCE", "ATTEMPTS_KEEP_THE_STRATEGY")
        .doesNotContain("HOSTS_HAVE_ROOM");
  }
}
