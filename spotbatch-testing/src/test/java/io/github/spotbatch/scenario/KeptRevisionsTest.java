package io.github.spotbatch.scenario;

import static io.github.spotbatch.testing.assertj.SpotBatchAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotbatch.Deployment;
import io.github.spotbatch.Provisioner;
import io.github.spotbatch.ProvisioningPlan;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.spec.JobDefinitionSpec;
import io.github.spotbatch.spec.JobRequest;
import io.github.spotbatch.spec.RoleSpec;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.RecordedRequest;
import io.github.spotbatch.testing.Rule;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.DeregisterJobDefinitionRequest;
import software.amazon.awssdk.services.batch.model.JobDefinition;
import software.amazon.awssdk.services.batch.model.RegisterJobDefinitionRequest;

/** Revisions of a definition: none twice, and the oldest go. */
class KeptRevisionsTest {

  private final FakeStack fake = FakeStack.typed();
  private final SpotBatch spotBatch = fake.spotBatch();
  private final Provisioner provisioner = spotBatch.provisioner();

  @AfterEach
  void close() {
    spotBatch.close();
    fake.close();
  }

  @Test
  @Rule("JD-6")
  void apply_moreRevisionsThanStay_deregistersTheOldestAfterTheNewOne() {
    apply(stack(2, 64));
    apply(stack(2, 65));

    ProvisioningPlan plan = provisioner.plan(stack(2, 66));
    fake.aws.journal().clear();
    provisioner.apply(plan);

    assertThat(plan).registersRevisionOf("work");
    assertThat(plan.toString())
        .contains("\n- job definition demo-work:1\n    note: of its revisions the newest 2 stay\n");
    assertThat(writes()).containsExactly("RegisterJobDefinition", "DeregisterJobDefinition");
    assertThat(active()).containsExactly(2, 3);
    assertThat(provisioner.plan(stack(2, 66))).changesNothing();
  }

  @Test
  void apply_fewerAreToStay_deregistersWithoutANewOne() {
    for (int memory = 64; memory < 69; memory++) {
      apply(stack(10, memory));
    }

    apply(stack(1, 68));

    assertThat(active()).containsExactly(5);
  }

  @Test
  void apply_oneIsToStay_isTheNewOne() {
    apply(stack(1, 64));
    apply(stack(1, 65));

    assertThat(active()).containsExactly(2);
  }

  @Test
  void plan_revisionOfAnUnfinishedJob_stays() {
    apply(stack(2, 64));
    start();
    apply(stack(2, 65));
    apply(stack(2, 66));

    assertThat(active()).containsExactly(1, 2, 3);
    apply(stack(2, 67));
    assertThat(active()).containsExactly(1, 3, 4);

    fake.aws.advance(Duration.ofHours(5));
    apply(stack(2, 67));
    assertThat(active()).containsExactly(3, 4);
  }

  @Test
  void apply_jobThatCameSinceThePlan_keepsItsRevision() {
    apply(stack(1, 64));
    ProvisioningPlan plan = provisioner.plan(stack(1, 65));
    start();

    provisioner.apply(plan);

    assertThat(plan.toString()).contains("- job definition demo-work:1");
    assertThat(active()).containsExactly(1, 2);
  }

  @Test
  void apply_revisionThatLostItsTagSinceThePlan_isNotTouched() {
    apply(stack(2, 64));
    String first = fake.batch.describeJobDefinitions().jobDefinitions().get(0).jobDefinitionArn();
    apply(stack(2, 65));
    ProvisioningPlan plan = provisioner.plan(stack(2, 66));
    fake.batch.untagResource(r -> r.resourceArn(first).tagKeys("spotbatch:stack"));

    provisioner.apply(plan);

    assertThat(plan.toString()).contains("- job definition demo-work:1");
    assertThat(active()).containsExactly(1, 2, 3);
  }

  @Test
  void apply_roleThatOnlyAKeptRevisionHas_staysUntilThatGoes() {
    JobDefinitionSpec work = stack(2, 64).jobDefinitions().get(0);
    apply(with(work.toBuilder().jobRole(RoleSpec.builder("reader").build()).build()));

    ProvisioningPlan plan = provisioner.plan(stack(2, 64));
    provisioner.apply(plan);

    assertThat(plan.toString())
        .contains("= role demo-us-east-1-reader\n    reason: job definition demo-work:1 uses it");
    assertThat(provisioner.plan(stack(2, 64))).changesNothing();
    ProvisioningPlan trimming = provisioner.plan(stack(1, 64));
    assertThat(trimming).deletes(ResourceKind.ROLE, "reader");
    provisioner.apply(trimming);
    assertThat(provisioner.plan(stack(1, 64))).changesNothing();
  }

  @Test
  void apply_nothingToTrim_asksForNoJobs() {
    apply(stack(2, 64));
    apply(stack(2, 65));
    fake.aws.journal().clear();

    apply(stack(2, 65));

    assertThat(fake.aws.journal().count("ListJobs")).isZero();
    assertThat(writes()).isEmpty();
  }

  @Test
  void apply_revisionsOfOthersUnderTheName_areTheirs() {
    apply(stack(1, 64));
    fake.batch.registerJobDefinition(
        r ->
            r.jobDefinitionName("demo-work")
                .type("container")
                .containerProperties(
                    c ->
                        c.image("app")
                            .resourceRequirements(
                                q -> q.type("VCPU").value("1"),
                                q -> q.type("MEMORY").value("64"))));

    apply(stack(1, 65));

    assertThat(active()).containsExactly(2, 3);
  }

  /** The other one comes between the plan of this one and its registration. */
  @Test
  @Rule("JD-2")
  void apply_anotherRegistersTheSameMeanwhile_itsRevisionStays() {
    apply(stack(3, 64));
    AtomicBoolean first = new AtomicBoolean(true);
    try (SpotBatch racing =
        fake.spotBatch(
            request -> {
              if (request instanceof RegisterJobDefinitionRequest && first.getAndSet(false)) {
                apply(stack(3, 65));
              }
              return request;
            })) {
      Deployment deployment = racing.provisioner().apply(racing.provisioner().plan(stack(3, 65)));

      assertThat(deployment.jobDefinitionArn("work")).endsWith(":2");
    }
    assertThat(fake.aws.journal().requests(DeregisterJobDefinitionRequest.class))
        .extracting(DeregisterJobDefinitionRequest::jobDefinition)
        .singleElement()
        .asString()
        .endsWith("demo-work:3");
    assertThat(active()).containsExactly(1, 2);
    assertThat(provisioner.plan(stack(3, 65))).changesNothing();
  }

  /** As in the console, which copies the tags. */
  @Test
  void plan_copyMadeByHandWithAnotherContent_isReplacedByARevision() {
    apply(stack(10, 64));
    JobDefinition mine = fake.batch.describeJobDefinitions().jobDefinitions().get(0);
    fake.batch.registerJobDefinition(
        r ->
            r.jobDefinitionName("demo-work")
                .type("container")
                .containerProperties(mine.containerProperties().copy(c -> c.image("other")))
                .tags(mine.tags()));

    Deployment deployment = apply(stack(10, 64));

    assertThat(deployment.jobDefinitionArn("work")).endsWith(":3");
    assertThat(active()).containsExactly(1, 2, 3);
    assertThat(provisioner.plan(stack(10, 64))).changesNothing();
  }

  @Test
  void plan_revisionWithoutTheTagOfItsContent_isKept() {
    apply(stack(10, 64));
    String arn = fake.batch.describeJobDefinitions().jobDefinitions().get(0).jobDefinitionArn();
    fake.batch.untagResource(r -> r.resourceArn(arn).tagKeys("spotbatch:content"));

    assertThat(provisioner.plan(stack(10, 64))).changesNothing();
  }

  /** Tags that the jobs get are content. */
  @Test
  void apply_propagatedTagChanges_isARevisionOfItsOwn() {
    JobDefinitionSpec work = stack(10, 64).jobDefinitions().get(0);
    apply(with(work.toBuilder().propagateTags(true).tag("Shot", "1").build()));

    apply(with(work.toBuilder().propagateTags(true).tag("Shot", "2").build()));

    assertThat(active()).containsExactly(1, 2);
    assertThat(
            provisioner.plan(with(work.toBuilder().propagateTags(true).tag("Shot", "2").build())))
        .changesNothing();
  }

  private void start() {
    fake.aws.jobs().image("app").runsFor(Duration.ofHours(3)).exits(0);
    spotBatch.deployment("demo").queue("jobs").submit(JobRequest.builder("work").build());
  }

  private List<Integer> active() {
    return fake.batch.describeJobDefinitions(it -> it.status("ACTIVE")).jobDefinitions().stream()
        .map(JobDefinition::revision)
        .sorted()
        .toList();
  }

  private List<String> writes() {
    return fake.aws.journal().all().stream()
        .map(RecordedRequest::operation)
        .filter(operation -> !operation.matches("(Get|List|Describe).*"))
        .toList();
  }

  private static StackSpec stack(int kept, int memory) {
    StackSpec recipe = FakeStack.onDemand("demo");
    return recipe.toBuilder()
        .keptRevisions(kept)
        .jobDefinitions(
            List.of(recipe.jobDefinitions().get(0).toBuilder().memoryMiB(memory).build()))
        .build();
  }

  private static StackSpec with(JobDefinitionSpec definition) {
    return stack(10, 64).toBuilder().jobDefinitions(List.of(definition)).build();
  }

  private Deployment apply(StackSpec stack) {
    return provisioner.apply(provisioner.plan(stack));
  }
}
