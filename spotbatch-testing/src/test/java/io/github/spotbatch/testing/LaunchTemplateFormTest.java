package io.github.spotbatch.testing;

import static io.github.spotbatch.testing.EnvironmentTemplatesTest.to;
import static io.github.spotbatch.testing.Refusal.bare;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.batch.model.CEStatus;
import software.amazon.awssdk.services.batch.model.LaunchTemplateSpecification;
import software.amazon.awssdk.services.batch.model.LaunchTemplateSpecificationOverride;

/** What the launch templates of an environment may say. */
class LaunchTemplateFormTest {

  private final FakeAws aws = FakeAws.create();
  private final BatchWorld world = new BatchWorld(aws);

  @BeforeEach
  void makeTemplate() {
    world.ec2.createLaunchTemplate(
        r -> r.launchTemplateName("base").launchTemplateData(d -> d.imageId("ami-1")));
  }

  @AfterEach
  void close() {
    aws.close();
  }

  @ParameterizedTest
  @MethodSource("malformed")
  @Rule({"CE-74", "CE-75"})
  void template_malformed_isRefused(Refusal<LaunchTemplateSpecification.Builder> refusal) {
    refusal.check(
        () ->
            world.createEnvironment(
                r -> r.instanceTypes("c5", "m5").launchTemplate(refusal.change())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "$Default", "$Latest"})
  @Rule("CE-74")
  void version_wellFormed_isTaken(String version) {
    world.createEnvironment(
        r -> r.launchTemplate(t -> t.launchTemplateName("base").version(version)));
    aws.advance(Duration.ofMinutes(1));

    assertThat(world.environment().status()).isEqualTo(CEStatus.VALID);
  }

  @ParameterizedTest
  @ValueSource(strings = {"m5", "m5.large", "m6i"})
  @Rule("CE-75")
  void override_ofWhatTheEnvironmentMayLaunch_isTaken(String target) {
    world.createEnvironment(
        r -> r.instanceTypes("m5", "optimal").launchTemplate(t -> t.overrides(to("base", target))));

    assertThat(world.environment().computeResources().launchTemplate().overrides()).hasSize(1);
  }

  @Test
  @Rule("CE-75")
  void overrides_ten_areTaken() {
    List<LaunchTemplateSpecificationOverride> ten =
        Stream.of("c5", "m5")
            .flatMap(
                family ->
                    Stream.of("large", "xlarge", "2xlarge", "4xlarge", "12xlarge")
                        .map(size -> to("base", family + "." + size)))
            .toList();

    world.createEnvironment(r -> r.instanceTypes("c5", "m5").launchTemplate(t -> t.overrides(ten)));

    assertThat(world.environment().computeResources().launchTemplate().overrides()).hasSize(10);
  }

  static Stream<Refusal<LaunchTemplateSpecification.Builder>> malformed() {
    String one =
        "One of LaunchTemplateId and LaunchTemplateName or LaunchTemplate.Overrides is required.";
    String version =
        "LaunchTemplateVersion must be either empty or a number or $Default or $Latest.";
    String duplicate = "LaunchTemplate.overrides have duplicate targetInstanceTypes";
    String either =
        "LaunchTemplate.overrides should have either LaunchTemplateId or LaunchTemplateName";
    String targets =
        "LaunchTemplate.overrides.targetInstanceTypes[] is required for every override and cannot"
            + " be empty.";
    return Stream.of(
        bare(one, t -> t.version("1")),
        bare(one, t -> t.launchTemplateId("lt-1").launchTemplateName("base")),
        bare(version, t -> t.launchTemplateName("base").version("newest")),
        bare(version, t -> t.launchTemplateName("base").version("-1")),
        bare(
            "LaunchTemplate.overrides size cannot be greater than 10",
            t -> t.overrides(IntStream.range(0, 11).mapToObj(i -> to("base", "m5")).toList())),
        bare(targets, t -> t.overrides(to("base"))),
        bare(either, t -> t.overrides(o -> o.targetInstanceTypes("m5"))),
        bare(
            either,
            t -> t.overrides(to("base", "m5").toBuilder().launchTemplateId("lt-1").build())),
        bare(version, t -> t.overrides(to("base", "m5").toBuilder().version("old").build())),
        bare(stranger("r5"), t -> t.overrides(to("base", "m5.large", "r5"))),
        bare(stranger("optimal"), t -> t.overrides(to("base", "optimal"))),
        bare(duplicate, t -> t.overrides(to("base", "m5"), to("other", "m5"))),
        bare(duplicate, t -> t.overrides(to("base", "m5"), to("other", "m5.large"))));
  }

  private static String stranger(String target) {
    return "LaunchTemplate.overrides:["
        + target
        + "] have targetInstanceTypes that do not exist in computeResource.InstanceTypes.";
  }
}
