package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.BatchWorld.DEFINITION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.ContainerDetail;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.batch.model.KeyValuePair;
import software.amazon.awssdk.services.batch.model.PlatformCapability;

/** Revisions of definitions, and what a submission makes of them. */
class DefinitionsTest {

  private static final String ARN =
      "arn:aws:batch:us-east-1:123456789012:job-definition/" + DEFINITION;

  private final FakeAws aws = FakeAws.create();
  private final BatchWorld world = BatchWorld.ready(aws);

  @AfterEach
  void close() {
    aws.close();
  }

  @Nested
  class Revisions {

    @Test
    @Rule("JD-2")
    void register_again_countsUp() {
      world.register(r -> {});

      assertThat(described(DEFINITION))
          .extracting(JobDefinition::revision, JobDefinition::jobDefinitionArn)
          .containsExactly(tuple(1, ARN + ":1"), tuple(2, ARN + ":2"));
    }

    @Test
    @Rule("JOB-2")
    void submit_byName_takesTheLatestActive() {
      world.register(r -> {});
      world.register(r -> {});
      world.batch.deregisterJobDefinition(r -> r.jobDefinition(DEFINITION + ":3"));

      assertThat(submittedTo(DEFINITION)).isEqualTo(ARN + ":2");
      assertThat(submittedTo(ARN)).isEqualTo(ARN + ":2");
      assertThat(submittedTo(DEFINITION + ":1")).isEqualTo(ARN + ":1");
      assertThat(submittedTo(ARN + ":1")).isEqualTo(ARN + ":1");
    }

    @Test
    @Rule("JD-6")
    void submit_inactiveRevision_isRefused() {
      world.batch.deregisterJobDefinition(r -> r.jobDefinition(ARN + ":1"));

      assertThat(described(DEFINITION))
          .extracting(JobDefinition::status)
          .containsExactly("INACTIVE");
      assertThat(Refusal.messageOf(() -> submittedTo(DEFINITION))).contains("does not exist");
      assertThat(Refusal.messageOf(() -> submittedTo(DEFINITION + ":1")))
          .contains("does not exist");
    }

    @Test
    @Rule("JD-2")
    void register_afterDeregistering_goesOnCounting() {
      world.batch.deregisterJobDefinition(r -> r.jobDefinition(DEFINITION + ":1"));

      world.register(r -> {});

      assertThat(submittedTo(DEFINITION)).isEqualTo(ARN + ":2");
    }

    @Test
    @Rule("JD-6")
    void inactiveRevision_isGoneAfter180Days_andItsNumberIsNotGivenAgain() {
      world.register(r -> {});
      world.batch.deregisterJobDefinition(r -> r.jobDefinition(DEFINITION + ":2"));

      aws.advance(Duration.ofDays(180).minusSeconds(1));
      assertThat(described(DEFINITION)).extracting(JobDefinition::revision).containsExactly(1, 2);
      aws.advance(Duration.ofSeconds(1));
      world.register(r -> {});

      assertThat(described(DEFINITION)).extracting(JobDefinition::revision).containsExactly(1, 3);
    }

    @Test
    @Rule("JD-7")
    void describe_namesAndAnotherFilterOrTooMany_isRefused() {
      assertThat(
              Refusal.messageOf(
                  () ->
                      world.batch.describeJobDefinitions(
                          r -> r.jobDefinitions(DEFINITION + ":1").status("ACTIVE"))))
          .contains("cannot be combined");
      assertThat(
              Refusal.messageOf(
                  () ->
                      world.batch.describeJobDefinitions(
                          r -> r.jobDefinitions(Collections.nCopies(101, DEFINITION + ":1")))))
          .contains("100");
      assertThat(
              world
                  .batch
                  .describeJobDefinitions(r -> r.jobDefinitions(DEFINITION + ":1", ARN + ":1"))
                  .jobDefinitions())
          .hasSize(1);
    }

    @Test
    @Rule("UNV-11")
    void deregister_bareName_isNotModelled() {
      assertThatThrownBy(
              () -> world.batch.deregisterJobDefinition(r -> r.jobDefinition(DEFINITION)))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("name:revision");
    }

    @Test
    @Rule("JD-7")
    void describe_byStatusAndInPages() {
      world.register(r -> {});
      world.register(r -> {});
      world.batch.deregisterJobDefinition(r -> r.jobDefinition(DEFINITION + ":2"));

      assertThat(world.batch.describeJobDefinitionsPaginator(r -> r.status("ACTIVE").maxResults(1)))
          .flatExtracting(page -> page.jobDefinitions())
          .extracting(JobDefinition::revision)
          .containsExactly(1, 3);
    }

    @Test
    @Rule("JD-5")
    void register_withoutACapability_isForEc2() {
      assertThat(described(DEFINITION).get(0).platformCapabilities())
          .containsExactly(PlatformCapability.EC2);
      assertThatThrownBy(
              () -> world.register(r -> r.platformCapabilitiesWithStrings("MANAGED_INSTANCES")))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("MANAGED_INSTANCES");
    }

    @Test
    @Rule("JD-71")
    void register_actionsInAnyCase_areLowerCaseAfterwards() {
      world.register(
          r ->
              r.retryStrategy(
                  s -> s.attempts(2).evaluateOnExit(e -> e.onReason("*").action("Exit"))));

      assertThat(
              described(DEFINITION).get(1).retryStrategy().evaluateOnExit().get(0).actionAsString())
          .isEqualTo("exit");
    }

    private List<JobDefinition> described(String name) {
      return world.batch.describeJobDefinitions(r -> r.jobDefinitionName(name)).jobDefinitions();
    }

    private String submittedTo(String definition) {
      return world.job(world.submit("job", r -> r.jobDefinition(definition))).jobDefinition();
    }
  }

  @Nested
  class Submissions {

    @Test
    @Rule("JD-50")
    void submit_parameters_standOverTheDefinitions() {
      world.register(
          r ->
              r.parameters(Map.of("codec", "h264", "scene", "1"))
                  .containerProperties(
                      r.build().containerProperties().toBuilder()
                          .command("render", "Ref::scene", "--codec=Ref::codec")
                          .build()));

      String id = world.submit("job", r -> r.parameters(Map.of("scene", "7")));

      assertThat(world.job(id).container().command())
          .containsExactly("render", "7", "--codec=h264");
    }

    @Test
    @Rule("JOB-8")
    void submit_overrides_mergeByName() {
      world.register(
          r ->
              r.containerProperties(
                  r.build().containerProperties().toBuilder()
                      .command("a")
                      .environment(variable("KEPT", "1"), variable("CHANGED", "1"))
                      .build()));

      String id =
          world.submit(
              "job",
              r ->
                  r.containerOverrides(
                      c ->
                          c.command("b", "c")
                              .environment(variable("CHANGED", "2"), variable("NEW", "3"))
                              .resourceRequirements(m -> m.type("MEMORY").value("1024"))));

      ContainerDetail container = world.job(id).container();
      assertThat(container.command()).containsExactly("b", "c");
      assertThat(container.environment())
          .containsExactly(variable("KEPT", "1"), variable("CHANGED", "2"), variable("NEW", "3"));
      assertThat(container.resourceRequirements())
          .extracting(it -> it.typeAsString() + "=" + it.value())
          .containsExactly("VCPU=1", "MEMORY=1024");
    }

    @Test
    @Rule("JOB-8")
    void submit_legacyDefinition_takesOldAndNewOverrides() {
      world.register(
          r ->
              r.containerProperties(
                  r.build().containerProperties().toBuilder()
                      .resourceRequirements(List.of())
                      .vcpus(1)
                      .memory(512)
                      .build()));

      String old = world.submit("old", r -> r.containerOverrides(c -> c.memory(1024)));
      String other =
          world.submit(
              "new",
              r ->
                  r.containerOverrides(
                      c -> c.resourceRequirements(m -> m.type("VCPU").value("2"))));

      assertThat(world.job(old).container().memory()).isEqualTo(1024);
      assertThat(world.job(other).container().vcpus()).isNull();
      assertThat(world.job(other).container().resourceRequirements()).hasSize(1);
    }

    private static KeyValuePair variable(String name, String value) {
      return KeyValuePair.builder().name(name).value(value).build();
    }
  }
}
