package io.github.spotbatch.scenario;

import static io.github.spotbatch.testing.assertj.SpotBatchAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.PlannedAction;
import io.github.spotbatch.Provisioner;
import io.github.spotbatch.ProvisioningPlan;
import io.github.spotbatch.SpotBatch;
import io.github.spotbatch.aws.ResourceKind;
import io.github.spotbatch.spec.InstanceVolumeSpec;
import io.github.spotbatch.spec.JobQueueSpec;
import io.github.spotbatch.spec.OnDemandComputeEnvironment;
import io.github.spotbatch.spec.RoleSpec;
import io.github.spotbatch.spec.StackSpec;
import io.github.spotbatch.testing.Invariant;
import io.github.spotbatch.testing.RecordedRequest;
import io.github.spotbatch.testing.Rule;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.batch.model.ComputeEnvironmentDetail;
import software.amazon.awssdk.services.batch.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.ec2.model.LaunchTemplateVersion;
import software.amazon.awssdk.services.ec2.model.ResponseLaunchTemplateData;

/** Environments whose instances have a disk of their own, which takes a launch template. */
class LaunchTemplateStacksTest {

  private static final String NAME = "demo-steady";

  private final FakeStack fake = FakeStack.typed();
  private final SpotBatch spotBatch = fake.spotBatch();
  private final Provisioner provisioner = spotBatch.provisioner();

  @AfterEach
  void close() {
    spotBatch.close();
    fake.close();
  }

  @Test
  void apply_volume_isInATemplateThatTheEnvironmentNamesWithItsVersion() {
    StackSpec stack = with(volume(100));

    ProvisioningPlan plan = provisioner.plan(stack);
    provisioner.apply(plan);

    assertThat(plan).creates(ResourceKind.LAUNCH_TEMPLATE, "steady");
    assertThat(plan.toString())
        .contains("\"version\": \"<version of launch template demo-steady>\"");
    ResponseLaunchTemplateData data = versions().get(0).launchTemplateData();
    assertThat(data.blockDeviceMappings())
        .singleElement()
        .satisfies(
            disk -> {
              assertThat(disk.deviceName()).isEqualTo("/dev/xvda");
              assertThat(disk.ebs().volumeSize()).isEqualTo(100);
              assertThat(disk.ebs().encrypted()).isTrue();
              assertThat(disk.ebs().deleteOnTermination()).isTrue();
            });
    assertThat(data.metadataOptions().httpTokensAsString()).isEqualTo("required");
    assertThat(data.metadataOptions().httpPutResponseHopLimit()).isEqualTo(2);
    assertThat(template("demo-steady-1").launchTemplateName()).isEqualTo(NAME);
    assertThat(template("demo-steady-1").version()).isEqualTo("1");
    fake.aws.journal().clear();
    assertThat(provisioner.plan(stack)).changesNothing();
    assertThat(fake.aws.journal().count("DescribeLaunchTemplateVersions")).isOne();

    provisioner.destroy("demo");

    assertThat(fake.ec2.describeLaunchTemplates().launchTemplates()).isEmpty();
    fake.aws.verify(Set.of(Invariant.NOTHING_LEFT_BEHIND));
    apply(stack);
    assertThat(provisioner.plan(stack)).changesNothing();
  }

  @Test
  @Rule({"CE-76", "CE-101"})
  void apply_otherVolume_isOneMoreVersionAndAnUpdateToIt() {
    apply(with(volume(100)));

    ProvisioningPlan plan = provisioner.plan(with(volume(200)));
    fake.aws.journal().clear();
    provisioner.apply(plan);

    assertThat(actions(plan))
        .containsExactly(
            "UPDATE launch template demo-steady",
            "UPDATE (infrastructure) compute environment demo-steady-1");
    assertThat(plan.toString())
        .contains("blockDeviceMappings[0].ebs.volumeSize 100 -> 200\n")
        .contains(
            "changes computeResources.launchTemplate.version 1 -> <version of launch template"
                + " demo-steady>\n");
    assertThat(writes()).containsExactly("CreateLaunchTemplateVersion", "UpdateComputeEnvironment");
    assertThat(template("demo-steady-1").version()).isEqualTo("2");
    assertThat(provisioner.plan(with(volume(200)))).changesNothing();
  }

  @Test
  void apply_volumeOfBefore_takesItsVersionAgain() {
    apply(with(volume(100)));
    apply(with(volume(200)));
    fake.aws.journal().clear();

    apply(with(volume(100)));

    assertThat(writes()).containsExactly("UpdateComputeEnvironment");
    assertThat(template("demo-steady-1").version()).isEqualTo("1");
    assertThat(provisioner.plan(with(volume(100)))).changesNothing();
  }

  @Test
  @Rule("CE-104")
  void apply_volumeTakenBack_deletesTheTemplateOnceNothingNamesIt() {
    StackSpec without = with(steady -> steady);
    apply(with(volume(100)));

    ProvisioningPlan plan = provisioner.plan(without);
    fake.aws.journal().clear();
    provisioner.apply(plan);

    assertThat(actions(plan))
        .containsExactly(
            "UPDATE (infrastructure) compute environment demo-steady-1",
            "DELETE launch template demo-steady");
    assertThat(writes()).containsExactly("UpdateComputeEnvironment", "DeleteLaunchTemplate");
    assertThat(environment("demo-steady-1").computeResources().launchTemplate()).isNull();
    assertThat(provisioner.plan(without)).changesNothing();
  }

  @Test
  void apply_volumeTakenBackThatOthersNameTheTemplateOf_keepsTheTemplate() {
    apply(with(volume(100)));
    ComputeEnvironmentDetail own = environment("demo-steady-1");
    fake.batch.createComputeEnvironment(
        r ->
            r.computeEnvironmentName("theirs")
                .type("MANAGED")
                .computeResources(own.computeResources().copy(c -> c.desiredvCpus(null))));

    ProvisioningPlan plan = provisioner.plan(with(steady -> steady));
    provisioner.apply(plan);

    assertThat(plan.toString())
        .contains("= launch template demo-steady\n    reason: compute environment theirs uses it");
    assertThat(versions()).isNotEmpty();
  }

  @Test
  void apply_otherVolumeUnderAnOwnRole_isASuccessorWithTheNewVersion() {
    RoleSpec own = RoleSpec.builder("service").build();
    apply(with(steady -> volume(100).apply(steady).serviceRole(own)));
    StackSpec after = with(steady -> volume(200).apply(steady).serviceRole(own));

    ProvisioningPlan plan = provisioner.plan(after);
    provisioner.apply(plan);

    assertThat(actions(plan))
        .containsExactly(
            "UPDATE launch template demo-steady",
            "CREATE (blue/green) compute environment demo-steady-2",
            "UPDATE job queue demo-jobs",
            "DELETE compute environment demo-steady-1");
    assertThat(template("demo-steady-2").version()).isEqualTo("2");
    assertThat(provisioner.plan(after)).changesNothing();
  }

  @Test
  void plan_versionsAndDefaultsOfOthers_areNoDifference() {
    apply(with(volume(100)));
    fake.ec2.createLaunchTemplateVersion(
        r -> r.launchTemplateName(NAME).launchTemplateData(d -> d.userData("aGk=")));
    fake.ec2.modifyLaunchTemplate(r -> r.launchTemplateName(NAME).defaultVersion("2"));

    assertThat(provisioner.plan(with(volume(100)))).changesNothing();
  }

  @Test
  void plan_templateOfSomebodyElse_isRefused() {
    fake.ec2.createLaunchTemplate(
        r -> r.launchTemplateName(NAME).launchTemplateData(d -> d.userData("aGk=")));

    assertThat(provisioner.plan(with(volume(100)))).refuses(ResourceKind.LAUNCH_TEMPLATE, "steady");
  }

  @Test
  void apply_afterOneThatDiedBetweenVersionAndUpdate_makesNoOtherVersion() {
    apply(with(volume(100)));
    try (SpotBatch dying = fake.spotBatch(new HalfMadeStackTest.Dying(1))) {
      Provisioner broken = dying.provisioner();
      assertThatThrownBy(() -> broken.apply(broken.plan(with(volume(200)))))
          .isInstanceOf(RuntimeException.class);
    }
    assertThat(versions()).hasSize(2);

    apply(with(volume(200)));

    assertThat(versions()).hasSize(2);
    assertThat(template("demo-steady-1").version()).isEqualTo("2");
  }

  @Test
  void apply_tagOfTheStack_isPutOnTheTemplate() {
    StackSpec stack = with(volume(100));
    StackSpec tagged = stack.toBuilder().tag("Team", "render").build();
    apply(stack);

    apply(tagged);

    assertThat(fake.ec2.describeLaunchTemplates().launchTemplates().get(0).tags())
        .anyMatch(tag -> tag.key().equals("Team") && tag.value().equals("render"));
    assertThat(versions()).hasSize(1);
    assertThat(provisioner.plan(tagged)).changesNothing();
  }

  private static UnaryOperator<OnDemandComputeEnvironment.Builder> volume(int gib) {
    return steady -> steady.instanceVolume(InstanceVolumeSpec.builder().sizeGiB(gib).build());
  }

  private static StackSpec with(UnaryOperator<OnDemandComputeEnvironment.Builder> change) {
    OnDemandComputeEnvironment.Builder steady =
        OnDemandComputeEnvironment.builder("steady").maxVcpus(8).instanceTypes("m5.large");
    return StackSpec.builder("demo")
        .computeEnvironment(change.apply(steady).build())
        .jobQueue(JobQueueSpec.builder("jobs").computeEnvironments("steady").build())
        .build();
  }

  private void apply(StackSpec stack) {
    provisioner.apply(provisioner.plan(stack));
  }

  private static List<String> actions(ProvisioningPlan plan) {
    return plan.actions().stream()
        .filter(action -> action.type() != PlannedAction.Type.KEEP)
        .map(PlannedAction::toString)
        .toList();
  }

  private List<LaunchTemplateVersion> versions() {
    return fake.ec2
        .describeLaunchTemplateVersions(r -> r.launchTemplateName(NAME))
        .launchTemplateVersions();
  }

  private ComputeEnvironmentDetail environment(String name) {
    return fake.batch
        .describeComputeEnvironments(r -> r.computeEnvironments(name))
        .computeEnvironments()
        .get(0);
  }

  private LaunchTemplateSpecification template(String environment) {
    return environment(environment).computeResources().launchTemplate();
  }

  private List<String> writes() {
    return fake.aws.journal().all().stream()
        .map(RecordedRequest::operation)
        .filter(operation -> !operation.matches("(Get|List|Describe).*"))
        .toList();
  }
}
