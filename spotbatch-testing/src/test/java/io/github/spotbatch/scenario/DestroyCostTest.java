package io.github.spotbatch.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.Provisioner;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.spec.JobQueueSpec;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.FakeAws;
import io.github.spotbatch.testing.RecordedRequest;
import io.github.spotbatch.testing.Timings;
import io.github.spotbatch.testing.Timings.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How many calls it takes to destroy a stack, and how long they take. */
class DestroyCostTest {

  @Test
  void destroy_twoQueues_sendsAsManyCallsAsItsJavadocSays() {
    StackSpec stack =
        FakeStack.recipe("demo").toBuilder()
            .jobQueue(JobQueueSpec.builder("more").priority(2).computeEnvironments("spot").build())
            .build();
    try (FakeStack fake = world(Duration.ZERO);
        SpotBatch spotBatch = fake.spotBatch()) {
      Provisioner provisioner = spotBatch.provisioner();
      provisioner.apply(provisioner.plan(stack));
      // Whose names begin with those of the stack.
      provisioner.apply(provisioner.plan(FakeStack.recipe("demo2")));
      fake.aws.advance(Duration.ofMinutes(1));
      fake.aws.journal().clear();

      assertThat(provisioner.destroy("demo").deleted()).hasSize(12);

      Map<String, Long> expected = new TreeMap<>();
      int queues = 2;
      int roles = 4;
      expected.put("GetCallerIdentity", 1L);
      Stream.of(
              "DescribeRepositories",
              "DescribeSecurityGroups",
              "DescribeLogGroups",
              "DescribeJobDefinitions",
              "ListRoles",
              "ListInstanceProfiles")
          .forEach(list -> expected.put(list, 1L));
      expected.put("DescribeComputeEnvironments", 1L + 2);
      expected.put("DescribeJobQueues", 1L + 2 * queues);
      expected.put("GetRole", (long) roles);
      expected.put("ListInstanceProfilesForRole", (long) roles);
      expected.put("GetInstanceProfile", 1L);
      expected.put("ListTagsForResource", 2L); // of the repository and of the log group
      expected.put("ListJobs", 10L * queues);
      expected.put("UpdateJobQueue", (long) queues);
      expected.put("DeleteJobQueue", (long) queues);
      expected.put("UpdateComputeEnvironment", 1L);
      expected.put("DeleteComputeEnvironment", 1L);
      expected.put("ListAttachedRolePolicies", (long) roles);
      expected.put("ListRolePolicies", (long) roles);
      expected.put("DetachRolePolicy", 3L);
      expected.put("DeleteRolePolicy", 1L);
      expected.put("DeleteRole", (long) roles);
      expected.put("RemoveRoleFromInstanceProfile", 1L);
      expected.put("DeleteInstanceProfile", 1L);
      expected.put("DeleteSecurityGroup", 1L);
      expected.put("DeleteRepository", 1L);
      expected.put("DeleteLogGroup", 1L);
      expected.put("DeregisterJobDefinition", 1L);
      assertThat(counted(fake)).isEqualTo(expected);
    }
  }

  /**
   * The queue is disabled and deleted, then the environment is deleted, then the role leaves its
   * profile and is deleted: AWS takes nothing of this earlier. All else fits in beside it.
   */
  @Test
  void destroy_recipe_takesLittleMoreThanItsCriticalPath() {
    Duration call = Duration.ofMillis(20);
    Duration step = Duration.ofMillis(400);
    Duration change = call.plus(step).plus(call);
    Duration critical = change.multipliedBy(3).plus(call.multipliedBy(2));
    try (FakeStack fake = world(step);
        SpotBatch spotBatch = fake.spotBatch()) {
      Provisioner provisioner = spotBatch.provisioner();
      provisioner.apply(provisioner.plan(FakeStack.recipe("demo")));
      fake.aws.advance(Duration.ofMinutes(1));
      fake.aws.faults().on("*").delay(call);
      Instant start = fake.aws.time().now();

      assertThat(provisioner.destroy("demo").remaining()).isEmpty();

      Duration took = Duration.between(start, fake.aws.time().now());
      assertThat(took).isLessThanOrEqualTo(critical.multipliedBy(12).dividedBy(10));
    }
  }

  private static Map<String, Long> counted(FakeStack fake) {
    return fake.aws.journal().all().stream()
        .collect(
            Collectors.groupingBy(RecordedRequest::operation, TreeMap::new, Collectors.counting()));
  }

  private static FakeStack world(Duration step) {
    Timings timings =
        Timings.defaults()
            .with(Step.RELATIONSHIP_LAG, Duration.ZERO)
            .with(Step.IAM_PROPAGATION, Duration.ZERO);
    for (Step each :
        new Step[] {
          Step.ENVIRONMENT_UPDATING,
          Step.ENVIRONMENT_DELETING,
          Step.QUEUE_UPDATING,
          Step.QUEUE_DELETING
        }) {
      timings = timings.with(each, step);
    }
    return new FakeStack(FakeAws.builder().timings(timings).build());
  }
}
