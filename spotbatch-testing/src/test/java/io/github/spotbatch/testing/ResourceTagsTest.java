package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.BatchWorld.DEFINITION;
import static io.github.spotbatch.testing.BatchWorld.ENVIRONMENT;
import static io.github.spotbatch.testing.BatchWorld.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** TagResource, UntagResource and ListTagsForResource on everything that has an ARN. */
class ResourceTagsTest {

  private static FakeAws aws;
  private static BatchWorld world;
  private static String jobId;

  /** A resource with its tags as the service's own Describe shows them. */
  record Resource(String name, String arn, Supplier<Map<String, String>> described) {

    @Override
    public String toString() {
      return name;
    }
  }

  @BeforeAll
  static void open() {
    aws = FakeAws.create();
    world = BatchWorld.ready(aws);
    jobId = world.submit("job");
  }

  @AfterAll
  static void close() {
    aws.close();
  }

  static Stream<Resource> resources() {
    String policy =
        world.batch.createSchedulingPolicy(r -> r.name("p" + System.identityHashCode(r))).arn();
    return Stream.of(
        new Resource(
            "environment",
            world.environment().computeEnvironmentArn(),
            () -> world.environments(ENVIRONMENT).get(0).tags()),
        new Resource(
            "queue",
            world.queues(QUEUE).get(0).jobQueueArn(),
            () -> world.queues(QUEUE).get(0).tags()),
        new Resource(
            "definition",
            world
                .batch
                .describeJobDefinitions(r -> r.jobDefinitionName(DEFINITION))
                .jobDefinitions()
                .get(0)
                .jobDefinitionArn(),
            () ->
                world
                    .batch
                    .describeJobDefinitions(r -> r.jobDefinitionName(DEFINITION))
                    .jobDefinitions()
                    .get(0)
                    .tags()),
        new Resource(
            "scheduling policy",
            policy,
            () ->
                world
                    .batch
                    .describeSchedulingPolicies(r -> r.arns(policy))
                    .schedulingPolicies()
                    .get(0)
                    .tags()),
        new Resource("job", world.job(jobId).jobArn(), () -> world.job(jobId).tags()));
  }

  @ParameterizedTest
  @MethodSource("resources")
  @Rule("CE-77")
  void tag_addsAndReplaces_asDescribeShows(Resource resource) {
    world.batch.tagResource(
        r -> r.resourceArn(resource.arn()).tags(Map.of("Team", "a", "team", "b", "empty", "")));
    world.batch.tagResource(r -> r.resourceArn(resource.arn()).tags(Map.of("Team", "c")));

    assertThat(resource.described().get())
        .isEqualTo(Map.of("Team", "c", "team", "b", "empty", ""))
        .isEqualTo(listed(resource.arn()));

    world.batch.untagResource(
        r -> r.resourceArn(resource.arn()).tagKeys("Team", "team", "empty", "never"));

    assertThat(resource.described().get()).isEmpty();
    assertThat(listed(resource.arn())).isEmpty();
  }

  @Test
  @Rule("CE-77")
  void list_leavesOutTheTagsOfInstances() {
    world.createEnvironment("tagged", r -> r.tags(Map.of("Name", "instance")));

    String arn = world.environments("tagged").get(0).computeEnvironmentArn();

    assertThat(listed(arn)).isEmpty();
    assertThat(world.environments("tagged").get(0).computeResources().tags())
        .containsEntry("Name", "instance");
  }

  static List<Map<String, String>> illegal() {
    return List.of(
        Map.of("k".repeat(129), ""),
        Map.of("key", "v".repeat(257)),
        Map.of("aws:key", ""),
        Map.of("AWS:key", ""),
        tags(51));
  }

  @ParameterizedTest
  @MethodSource("illegal")
  @Rule("CE-78")
  void tag_illegal_isRefusedEverywhere(Map<String, String> tags) {
    String queue = world.queues(QUEUE).get(0).jobQueueArn();

    assertRefused(() -> world.batch.tagResource(r -> r.resourceArn(queue).tags(tags)));
    assertRefused(() -> world.batch.createSchedulingPolicy(r -> r.name("new").tags(tags)));
    assertRefused(
        () ->
            world.batch.createJobQueue(BatchWorld.queue("new", 1, ENVIRONMENT).tags(tags).build()));
    assertRefused(() -> world.register(r -> r.tags(tags)));
    assertRefused(() -> world.submit("job", r -> r.tags(tags)));
    assertRefused(
        () ->
            world.batch.createComputeEnvironment(
                world.environment(r -> {}).toBuilder()
                    .computeEnvironmentName("new")
                    .tags(tags)
                    .build()));
    assertThat(listed(queue)).isEmpty();
  }

  @Test
  @Rule("CE-78")
  void tag_atTheLimits_isTaken() {
    world.register(
        r -> {
          Map<String, String> tags = new LinkedHashMap<>(tags(49));
          tags.put("k".repeat(128), "v".repeat(256));
          r.jobDefinitionName("tagged").tags(tags);
        });
    String arn =
        world
            .batch
            .describeJobDefinitions(r -> r.jobDefinitionName("tagged"))
            .jobDefinitions()
            .get(0)
            .jobDefinitionArn();

    assertThat(listed(arn)).hasSize(50);
    assertRefused(
        () -> world.batch.tagResource(r -> r.resourceArn(arn).tags(Map.of("one", "too many"))));
    world.batch.tagResource(r -> r.resourceArn(arn).tags(Map.of("key1", "replaced")));
    assertThat(listed(arn)).hasSize(50).containsEntry("key1", "replaced");
  }

  @Test
  void tag_unknownResource_isRefused() {
    String arn = world.queues(QUEUE).get(0).jobQueueArn();

    assertRefused(() -> listed(arn.replace(QUEUE, "none")));
    assertRefused(() -> listed(arn.replace("us-east-1", "eu-west-1")));
    assertRefused(() -> listed(QUEUE));
    assertRefused(() -> listed(world.job(jobId).jobArn() + ":0"));
    assertRefused(() -> world.batch.untagResource(r -> r.resourceArn(arn).tagKeys(List.of())));
  }

  private static Map<String, String> listed(String arn) {
    return world.batch.listTagsForResource(r -> r.resourceArn(arn)).tags();
  }

  private static Map<String, String> tags(int count) {
    Map<String, String> tags = new LinkedHashMap<>();
    IntStream.range(0, count).forEach(i -> tags.put("key" + i, "value"));
    return tags;
  }

  private static void assertRefused(ThrowingCallable call) {
    assertThat(Refusal.messageOf(call)).isNotEmpty();
  }
}
