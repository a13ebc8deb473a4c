package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.BatchWorld.ENVIRONMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotbatch.testing.Timings.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.batch.model.CEStatus;
import software.amazon.awssdk.services.batch.model.ComputeResource;
import software.amazon.awssdk.services.batch.model.ComputeResourceUpdate;
import software.amazon.awssdk.services.batch.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.batch.model.LaunchTemplateSpecificationOverride;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.RequestLaunchTemplateData;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Launch templates and machine images of environments. */
class EnvironmentTemplatesTest {

  private static final Duration REPLACING = Timings.defaults().of(Step.ENVIRONMENT_REPLACING);

  private final FakeAws aws = FakeAws.create();
  private final BatchWorld world = new BatchWorld(aws);

  @AfterEach
  void close() {
    aws.close();
  }

  @Nested
  class Network {

    @Test
    @Rule("CE-71")
    void groups_ofTheTemplate_areTakenWhereTheEnvironmentHasNone() {
      String own = defaultGroup();
      template("groups", d -> d.securityGroupIds(own));
      template("none", d -> d.imageId("ami-1"));

      assertThat(
              Refusal.messageOf(
                  () ->
                      world.createEnvironment(
                          r ->
                              r.securityGroupIds(List.of())
                                  .launchTemplate(t -> t.launchTemplateName("none")))))
          .isEqualTo("Security group ids are required.");
      Instance instance =
          launched(
              r ->
                  r.securityGroupIds(List.of())
                      .launchTemplate(t -> t.launchTemplateName("groups")));
      assertThat(instance.securityGroups()).extracting(it -> it.groupId()).containsExactly(own);
    }

    @Test
    @Rule({"CE-71", "CE-104"})
    void groups_ofTheEnvironment_win() {
      String vpc = world.ec2.describeVpcs().vpcs().get(0).vpcId();
      String other =
          world
              .ec2
              .createSecurityGroup(r -> r.groupName("other").description("x").vpcId(vpc))
              .groupId();
      String own = defaultGroup();
      template("groups", d -> d.securityGroupIds(other));

      Instance instance =
          launched(
              r -> r.securityGroupIds(own).launchTemplate(t -> t.launchTemplateName("groups")));

      assertThat(instance.securityGroups()).extracting(it -> it.groupId()).containsExactly(own);
      update(r -> r.securityGroupIds(List.of()));
      assertThat(world.environment().computeResources().securityGroupIds()).isEmpty();
    }

    private String defaultGroup() {
      return world.ec2.describeSecurityGroups().securityGroups().get(0).groupId();
    }
  }

  @Nested
  class Launch {

    @Test
    void template_absent_turnsInvalid() {
      world.createEnvironment(r -> r.launchTemplate(t -> t.launchTemplateName("none")));
      aws.advance(Duration.ofMinutes(1));

      assertThat(world.environment().status()).isEqualTo(CEStatus.INVALID);
      assertThat(world.environment().statusReason())
          .startsWith("CLIENT_ERROR - The specified launch template, with template name none,");
    }

    @Test
    @Rule({"CE-60", "CE-74"})
    void image_ofTheTemplate_winsOverTheOthers() {
      String id = template("base", d -> d.imageId("ami-template"));

      Instance instance =
          launched(
              r ->
                  r.launchTemplate(t -> t.launchTemplateId(id))
                      .imageId("ami-old")
                      .ec2Configuration(
                          c -> c.imageType("ECS_AL2023").imageIdOverride("ami-override")));

      assertThat(instance.imageId()).isEqualTo("ami-template");
    }

    @Test
    @Rule("CE-60")
    void image_override_winsOverImageId() {
      Instance instance =
          launched(
              r ->
                  r.imageId("ami-old")
                      .ec2Configuration(
                          c -> c.imageType("ECS_AL2023").imageIdOverride("ami-override")));

      assertThat(instance.imageId()).isEqualTo("ami-override");
    }

    @Test
    @Rule("CE-60")
    void image_imageId_winsOverAwssOwn() {
      assertThat(launched(r -> r.imageId("ami-old")).imageId()).isEqualTo("ami-old");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "c5.large m5.24xlarge c5.large ami-target",
          "m5.large c5.4xlarge c5.4xlarge ami-base"
        })
    @Rule("CE-75")
    void override_isForItsTypesOnly(String typesAndImage) {
      String[] words = typesAndImage.split(" ");
      template("base", d -> d.imageId("ami-base"));
      template("target", d -> d.imageId("ami-target"));

      Instance instance =
          launched(
              r ->
                  r.instanceTypes(words[0], words[1])
                      .maxvCpus(2)
                      .launchTemplate(
                          t -> t.launchTemplateName("base").overrides(to("target", words[2]))));

      assertThat(instance.imageId()).isEqualTo(words[3]);
    }

    @Test
    @Rule("CE-77")
    void tags_ofTheEnvironment_goOverThoseOfTheTemplate() {
      template(
          "base",
          d ->
              d.tagSpecifications(
                  s ->
                      s.resourceType(ResourceType.INSTANCE)
                          .tags(tag("a", "template"), tag("b", "template"))));

      Instance instance =
          launched(
              r -> r.launchTemplate(t -> t.launchTemplateName("base")).tags(Map.of("a", "own")));

      assertThat(instance.tags()).contains(tag("a", "own"), tag("b", "template"));
    }
  }

  @Nested
  class Versions {

    @ParameterizedTest
    @ValueSource(strings = {"$Default", "$Latest", ""})
    @Rule("CE-76")
    void version_isSettledWhenSavedAndAgainByAnInfrastructureUpdate(String version) {
      template("base", d -> d.imageId("ami-first"));
      ready(r -> r.launchTemplate(t -> t.launchTemplateName("base").version(version)));
      world.ec2.createLaunchTemplateVersion(
          r -> r.launchTemplateName("base").launchTemplateData(d -> d.imageId("ami-second")));
      world.ec2.modifyLaunchTemplate(r -> r.launchTemplateName("base").defaultVersion("2"));

      assertThat(imageOfANewHost()).isEqualTo("ami-first");
      update(r -> r.maxvCpus(32));
      aws.advance(Duration.ofMinutes(1));
      assertThat(imageOfANewHost()).isEqualTo("ami-first");
      update(r -> r.tags(Map.of("a", "b")));
      aws.advance(REPLACING);

      assertThat(imageOfANewHost()).isEqualTo("ami-second");
    }

    @Test
    @Rule("CE-104")
    void update_emptyNameAndOverrides_clear() {
      template("base", d -> d.imageId("ami-first"));
      ready(
          r ->
              r.instanceTypes("m5")
                  .launchTemplate(
                      t -> t.launchTemplateName("base").overrides(to("base", "m5.large"))));

      update(r -> r.launchTemplate(t -> t.overrides(List.of())));
      LaunchTemplateSpecification left = world.environment().computeResources().launchTemplate();
      update(r -> r.launchTemplate(t -> t.launchTemplateName("")));

      assertThat(left.launchTemplateName()).isEqualTo("base");
      assertThat(left.overrides()).isEmpty();
      assertThat(world.environment().computeResources().launchTemplate()).isNull();
    }

    @Test
    @Rule("CE-62")
    void newImages_areTakenOnlyWhenAnUpdateSaysSo() {
      ready(r -> {});
      String first = imageOfANewHost();
      aws.hosts().publishImages();

      assertThat(imageOfANewHost()).isEqualTo(first);
      update(r -> r.tags(Map.of("a", "b")));
      aws.advance(REPLACING);
      assertThat(imageOfANewHost()).isEqualTo(first);
      update(r -> r.updateToLatestImageVersion(true));
      aws.advance(REPLACING);
      String second = imageOfANewHost();
      assertThat(second).isNotEqualTo(first);

      // It holds for one update only.
      aws.hosts().publishImages();
      update(r -> r.tags(Map.of("c", "d")));
      aws.advance(REPLACING);
      assertThat(imageOfANewHost()).isEqualTo(second);
    }
  }

  @Nested
  class ImageTypes {

    @Test
    @Rule("CE-59")
    void image_unsaid_isThatOfItsType() {
      String said = launched(r -> r.ec2Configuration(c -> c.imageType("ECS_AL2023"))).imageId();
      assertThat(imageOfAnother(r -> {})).isEqualTo(said);
      String gpu = imageOfAnother(r -> r.instanceTypes("g4dn"));
      assertThat(gpu).isNotEqualTo(said);
      assertThat(
              imageOfAnother(
                  r ->
                      r.instanceTypes("g4dn")
                          .ec2Configuration(c -> c.imageType("ECS_AL2023_NVIDIA"))))
          .isEqualTo(gpu);
    }

    @Test
    @Rule("CE-57")
    void image_ofTwoEntries_goesByTheType() {
      Consumer<ComputeResource.Builder> two =
          r ->
              r.ec2Configuration(
                  c -> c.imageType("ECS_AL2023").imageIdOverride("ami-plain"),
                  c -> c.imageType("ECS_AL2023_NVIDIA").imageIdOverride("ami-gpu"));

      assertThat(launched(two).imageId()).isEqualTo("ami-plain");
      assertThat(imageOfAnother(two.andThen(r -> r.instanceTypes("g4dn")))).isEqualTo("ami-gpu");
      assertThat(
              Refusal.messageOf(
                  () ->
                      world.createEnvironment(
                          "three",
                          r ->
                              r.ec2Configuration(
                                  c -> c.imageType("ECS_AL2023"),
                                  c -> c.imageType("ECS_AL2023_NVIDIA"),
                                  c -> c.imageType("ECS_AL2023")))))
          .contains("ec2Configuration");
    }

    @ParameterizedTest
    @ValueSource(strings = {"p3.2xlarge", "p5", "a1", "x2gd.large", "c5.metal"})
    @Rule("CE-51")
    void type_thatAwsHasButTheDataHasNot_failsByItsName(String type) {
      assertThatThrownBy(() -> world.createEnvironment(r -> r.instanceTypes(type)))
          .hasMessageContaining("no data of instance type " + type);
    }

    private String imageOfAnother(Consumer<ComputeResource.Builder> change) {
      world.createEnvironment("other", change.andThen(r -> r.minvCpus(1)));
      aws.advance(Duration.ofMinutes(2));
      Instance instance =
          world.instances(InstanceStateName.RUNNING).stream()
              .filter(it -> it.imageId() != null)
              .reduce((first, second) -> second)
              .orElseThrow();
      world.batch.updateComputeEnvironment(
          r ->
              r.computeEnvironment("other").state("DISABLED").computeResources(c -> c.minvCpus(0)));
      aws.advance(Duration.ofMinutes(5));
      world.batch.deleteComputeEnvironment(r -> r.computeEnvironment("other"));
      aws.advance(Duration.ofMinutes(5));
      return instance.imageId();
    }
  }

  static LaunchTemplateSpecificationOverride to(String template, String... types) {
    return LaunchTemplateSpecificationOverride.builder()
        .launchTemplateName(template)
        .targetInstanceTypes(types)
        .build();
  }

  private String template(String name, Consumer<RequestLaunchTemplateData.Builder> data) {
    return world
        .ec2
        .createLaunchTemplate(r -> r.launchTemplateName(name).launchTemplateData(data))
        .launchTemplate()
        .launchTemplateId();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  private void ready(Consumer<ComputeResource.Builder> change) {
    BatchWorld.ready(aws, change);
  }

  private void update(Consumer<ComputeResourceUpdate.Builder> change) {
    world.batch.updateComputeEnvironment(
        r -> r.computeEnvironment(ENVIRONMENT).computeResources(change));
  }

  /** The one instance of an environment that keeps one. */
  private Instance launched(Consumer<ComputeResource.Builder> change) {
    world.createEnvironment(change.andThen(r -> r.minvCpus(1)));
    aws.advance(Duration.ofMinutes(2));
    assertThat(world.environment().status())
        .as(world.environment().statusReason())
        .isEqualTo(CEStatus.VALID);
    return world.instances(InstanceStateName.RUNNING).get(0);
  }

  private String imageOfANewHost() {
    world.submit("job");
    aws.advance(Duration.ofMinutes(3));
    String image = world.instances(InstanceStateName.RUNNING).get(0).imageId();
    aws.runUntilIdle();
    return image;
  }
}
